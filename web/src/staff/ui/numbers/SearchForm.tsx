import { TextInput } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { ActionButton } from "../ActionButton";
import { COPY } from "./copy";
import classes from "./numbers.module.css";
import type { Search } from "./queries";

type Props = { isBusy: boolean; onSearch: (search: Search) => void };
type Faults = { areaCode?: string; contains?: string };

function faultsOf({ areaCode, contains }: Search): Faults {
  return {
    ...(/^([2-9]\d{2})?$/.test(areaCode) ? {} : { areaCode: COPY.areaCodeWrong }),
    ...(/^(\d{2,10})?$/.test(contains) ? {} : { contains: COPY.containsWrong }),
  };
}

/** Both fields are a wish: left empty, any number will do. */
export function SearchForm({ isBusy, onSearch }: Props) {
  const [search, setSearch] = useState<Search>({ areaCode: "", contains: "" });
  const [faults, setFaults] = useState<Faults>({});
  const areaCode = useRef<HTMLInputElement>(null);
  const contains = useRef<HTMLInputElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = faultsOf(search);
    setFaults(found);
    if (found.areaCode !== undefined) {
      areaCode.current?.focus();
    } else if (found.contains !== undefined) {
      contains.current?.focus();
    } else {
      onSearch(search);
    }
  };
  const change = (part: Partial<Search>) => setSearch({ ...search, ...part });
  return (
    <form onSubmit={submit} noValidate className={classes.search}>
      <TextInput
        ref={areaCode}
        label={COPY.areaCode}
        description={COPY.areaCodeHint}
        inputMode="numeric"
        maxLength={3}
        value={search.areaCode}
        error={faults.areaCode}
        onChange={(event) => change({ areaCode: event.currentTarget.value.trim() })}
      />
      <TextInput
        ref={contains}
        label={COPY.contains}
        description={COPY.containsHint}
        inputMode="numeric"
        maxLength={10}
        value={search.contains}
        error={faults.contains}
        onChange={(event) => change({ contains: event.currentTarget.value.trim() })}
      />
      <ActionButton type="submit" variant="default" isBusy={isBusy}>
        {COPY.search}
      </ActionButton>
    </form>
  );
}
