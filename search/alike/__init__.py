"""Which of many texts are like one that was typed? By steps from it, or by its words."""
