"""What the information platform tells: articles on policy, safety, how-to, recalls and notices."""
