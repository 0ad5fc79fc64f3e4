import { useDraft } from "@/staff/useDraft";
import type { IvrMenu } from "../queries";
import { draftOf, inputOf } from "./draft";

/** The menu as it is being edited, which the editor changes and the tester plays. */
export const useMenuDraft = (menu: IvrMenu) => useDraft(menu, draftOf, inputOf);

export type MenuState = ReturnType<typeof useMenuDraft>;
