import { initAll } from "../vendor/govuk/govuk-frontend.js";
import { keepDrafts } from "./drafts.js";
import { askBeforeLeaving } from "./forms.js";
import { leaveNothingBehind, sendWhatIsKept } from "./kept.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
askBeforeLeaving();
keepDrafts();
leaveNothingBehind();
sendWhatIsKept();
