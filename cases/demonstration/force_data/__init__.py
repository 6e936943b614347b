"""The data of forces in the demonstration: Lancashire's as printed, the others' made up."""
