// A page on which a text of a report is written.
import { searchChoices } from "./choices.js";
import { insertFigures } from "./inserter.js";
import { showPreviews } from "./preview.js";

showPreviews();
insertFigures();
searchChoices();
