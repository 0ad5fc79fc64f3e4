import type { Schemas } from "@/api/client";
import { COPY } from "./copy";
import type { Timeline, WizardStatus } from "./queries";

type Mover = NonNullable<Timeline["nextMover"]>;
type Piece = WizardStatus["missingPieces"][number];
/** Within the page, or to another one. */
type Link = { to: string; words: string };

/** One thing that texting needs. `mover`: who has to do something next; null where nobody knows. */
export type Item = { piece: Piece; title: string } & (
  | { state: "done" }
  | { state: "unknown"; move: string }
  | { state: "missing"; mover: Mover; move: string; link?: Link }
);
type Missing = { mover: Mover; move: string; link?: Link };

const A2P_PAGE: Link = { to: "/settings/a2p", words: COPY.moves.openA2p };
const BUSINESS_LINE: Link = { to: "#business-line", words: COPY.moves.chooseNumber };
const PHONE_PAGE: Link = { to: "/admin/phone", words: COPY.moves.linkService };

/** What texting needs, in the order in which it usually comes about. */
export function checklist(status: WizardStatus, timeline?: Timeline): Item[] {
  return [
    item("PHONE_NUMBER", status.hasPhoneNumber, () => numberMove(status.provisioning)),
    item("MESSAGING_SERVICE", status.hasMessagingService, () => serviceMove(status.a2pStatus)),
    item("A2P_APPROVAL", isApproved(status), () => approvalMove(status.a2pStatus, timeline)),
  ];
}

function item(piece: Piece, isThere: boolean | null, move: () => Missing): Item {
  const title = COPY.checklist[piece];
  if (isThere === null) {
    return { piece, title, state: "unknown", move: COPY.moves.unknown };
  }
  return isThere ? { piece, title, state: "done" } : { piece, title, state: "missing", ...move() };
}

/** Null: its service did not answer. No status at all is an answer, of whoever has no campaign. */
function isApproved({ a2pStatus, unavailable }: WizardStatus): boolean | null {
  return unavailable.includes("a2p") ? null : a2pStatus === "APPROVED";
}

function numberMove(provisioning: Schemas["Provisioning"] | null): Missing {
  return provisioning?.mode === "SELF_SERVICE"
    ? { mover: "TENANT", move: COPY.moves.numberSelfService, link: BUSINESS_LINE }
    : { mover: "US", move: COPY.moves.numberManaged };
}

/** Made by itself while a campaign is under way, so that only an approved one leaves it to somebody. */
function serviceMove(a2pStatus: WizardStatus["a2pStatus"]): Missing {
  switch (a2pStatus) {
    case "APPROVED":
      return { mover: "TENANT", move: COPY.moves.serviceNow, link: PHONE_PAGE };
    case "SUBMITTED":
      return { mover: "US", move: COPY.moves.serviceDuringReview };
    case "REJECTED":
    case "ERROR":
    case "SUSPENDED":
      return { mover: "US", move: COPY.moves.serviceAfterFix };
    default:
      return { mover: "US", move: COPY.moves.serviceLater };
  }
}

function approvalMove(a2pStatus: WizardStatus["a2pStatus"], timeline?: Timeline): Missing {
  const { moves } = COPY;
  switch (a2pStatus) {
    case "READY_TO_SUBMIT":
      return { mover: "TENANT", move: moves.campaignReady, link: A2P_PAGE };
    case "SUBMITTED":
      return reviewMove(timeline);
    case "REJECTED":
      return stoppedMove(moves.campaignFix, timeline);
    case "ERROR":
      return stoppedMove(moves.campaignRetry, timeline);
    case "SUSPENDED":
      return { mover: "SUPPORT", move: moves.campaignSuspended };
    default:
      return { mover: "TENANT", move: moves.campaignNew, link: A2P_PAGE };
  }
}

/** A review may wait for the tenant after all, for the code of an identity check for example. */
function reviewMove(timeline?: Timeline): Missing {
  if (timeline?.nextMover == null || timeline.nextMove === null) {
    return { mover: "CARRIERS", move: COPY.moves.campaignReview };
  }
  const { nextMover: mover, nextMove: move } = timeline;
  return mover === "TENANT" ? { mover, move, link: A2P_PAGE } : { mover, move };
}

/** Some rejections only support can lift. */
function stoppedMove(move: string, timeline?: Timeline): Missing {
  return timeline?.nextMover === "SUPPORT"
    ? { mover: "SUPPORT", move: COPY.moves.campaignSupport }
    : { mover: "TENANT", move, link: A2P_PAGE };
}

/** In these the registration itself knows better than its status whose move it is. */
export const isTimelineNeeded = ({ a2pStatus }: WizardStatus): boolean =>
  a2pStatus === "SUBMITTED" || a2pStatus === "REJECTED" || a2pStatus === "ERROR";
