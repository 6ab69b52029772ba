"""The adoption scale: from answers to mix, stage and advice. Pure, standard library only."""
