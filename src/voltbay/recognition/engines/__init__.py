"""The engines that read a picture, behind one interface."""
