import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { COPY } from "./copy";
import { idOf } from "./form/scope";
import { fieldOf, isAboutBusiness } from "./form/values";
import { formQuery } from "./queries";
import { BUSINESS, SECTION } from "./sections";

/** Leads into a field, in whichever part of the page it stands. */
export function FieldLink({ field }: { field: string }) {
  const [params] = useSearchParams();
  const path = fieldOf(field);
  const input = useQuery(formQuery).data?.inputs.find((each) => each.field === path);
  if (input === undefined) {
    return null;
  }
  const search = new URLSearchParams(params);
  if (isAboutBusiness({ field })) {
    search.set(SECTION, BUSINESS);
  } else {
    search.delete(SECTION);
  }
  return (
    <Anchor
      component={Link}
      to={{ search: search.toString(), hash: idOf(path) }}
      size="sm"
      underline="always"
    >
      {COPY.toField(input.name)}
    </Anchor>
  );
}
