"""The languages that people are spoken to in: simplified Chinese first, English second."""

ZH = "zh-Hans"
EN = "en"
