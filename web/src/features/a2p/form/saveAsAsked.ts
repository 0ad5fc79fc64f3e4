import { confirmed } from "@/staff/ui/toast";
import type { Save } from "./useSaver";

/** By the button: told by a toast, also where all of it had been saved before. */
export async function saveAsAsked({ saver }: Save, told: string): Promise<void> {
  await saver.now({ isAsked: true });
  if (saver.state.phase === "saved") {
    confirmed(told);
  }
}
