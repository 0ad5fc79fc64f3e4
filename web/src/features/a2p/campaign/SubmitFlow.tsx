import { useQuery } from "@tanstack/react-query";
import { COPY } from "../copy";
import { costsQuery } from "../queries";
import { CostDialog } from "./CostDialog";

type Props = {
  campaignId: string;
  isBusy: boolean;
  hasUnsavedChanges: boolean;
  onConfirm: () => void;
  onClose: () => void;
};

/** A first submission always costs: nothing goes before it is known how much. */
export function SubmitFlow({ campaignId, ...dialog }: Props) {
  const costs = useQuery(costsQuery(campaignId));
  return <CostDialog costs={costs} title={COPY.submitTitle} confirm={COPY.submit} {...dialog} />;
}
