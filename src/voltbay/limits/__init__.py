"""How often somebody may do what is dear, or what finds others: counted for all processes."""
