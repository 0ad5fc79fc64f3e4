import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { type Draft, EMPTY, unspell } from "./draft";
import { loadDraft, saveDraft } from "./draftStore";

/** What is chosen so far: from the address ("book again"), from before a reload, or nothing. */
export function useDraft(today: string) {
  const [query, setQuery] = useSearchParams();
  const spelled = query.get("services");
  const [draft, setDraft] = useState<Draft>(() =>
    spelled === null ? loadDraft(today) : { ...EMPTY, quantities: unspell(spelled) },
  );
  useEffect(() => saveDraft(draft), [draft]);
  useEffect(() => {
    // From here on the draft is what counts, also after a reload.
    if (spelled !== null) {
      setQuery({}, { replace: true });
    }
  }, [spelled, setQuery]);
  return [draft, setDraft] as const;
}
