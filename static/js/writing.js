// A page on which a text of a report is written.
import { searchChoices } from "./choices.js";
import { showPreviews } from "./preview.js";

showPreviews();
searchChoices();
