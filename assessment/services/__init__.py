"""What happens when somebody does something: one module of verbs per noun."""
