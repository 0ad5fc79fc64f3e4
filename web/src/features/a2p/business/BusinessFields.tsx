import type { Schemas } from "@/api/client";
import classes from "../form/Form.module.css";
import { KeywordsField, ListedField, TextField } from "../form/fields";
import { Group } from "../form/Group";
import { useScope } from "../form/scope";
import { useHashFocus } from "../form/useHashFocus";
import { BUSINESS_COPY } from "./copy";
import { KindField } from "./KindField";
import { isSoleProprietor, PREFIX, showsStock } from "./profile";
import { RegistrationNumberField } from "./RegistrationNumberField";

type Props = { form: Schemas["RegistrationForm"]; last4: string | null };

const { groups } = BUSINESS_COPY;

/** A sole proprietor is asked for less, a public company for more. */
export function BusinessFields({ form, last4 }: Props) {
  useHashFocus();
  const { values } = useScope().draft;
  const isPerson = isSoleProprietor(values);
  return (
    <div className={classes.groups}>
      <KindField form={form} />
      {isPerson ? <PersonFields last4={last4} /> : <CompanyFields last4={last4} />}
      {showsStock(values) && (
        <Group title={groups.stock}>
          <div className={classes.pair}>
            <ListedField path={`${PREFIX}stockExchange`} />
            <TextField path={`${PREFIX}stockTicker`} />
          </div>
          <TextField path={`${PREFIX}brandContactEmail`} type="email" />
        </Group>
      )}
      <Group title={groups.address}>
        <TextField path={`${PREFIX}address.street`} autoComplete="address-line1" />
        <TextField path={`${PREFIX}address.street2`} autoComplete="address-line2" />
        <div className={classes.pair}>
          <TextField path={`${PREFIX}address.city`} autoComplete="address-level2" />
          <ListedField path={`${PREFIX}address.region`} />
        </div>
        <div className={classes.pair}>
          <TextField path={`${PREFIX}address.postalCode`} autoComplete="postal-code" />
          <TextField path={`${PREFIX}address.country`} autoComplete="country" />
        </div>
      </Group>
      <Group title={groups.representative}>
        <div className={classes.pair}>
          <TextField path={`${PREFIX}representative.firstName`} autoComplete="given-name" />
          <TextField path={`${PREFIX}representative.lastName`} autoComplete="family-name" />
        </div>
        <TextField path={`${PREFIX}representative.email`} type="email" autoComplete="email" />
        <TextField path={`${PREFIX}representative.phone`} type="tel" autoComplete="tel" />
        {!isPerson && (
          <div className={classes.pair}>
            <TextField path={`${PREFIX}representative.title`} />
            <ListedField path={`${PREFIX}representative.jobPosition`} />
          </div>
        )}
      </Group>
    </div>
  );
}

function CompanyFields({ last4 }: { last4: string | null }) {
  return (
    <Group title={groups.company}>
      <TextField path={`${PREFIX}legalName`} autoComplete="organization" />
      <div className={classes.pair}>
        <ListedField path={`${PREFIX}businessType`} />
        <ListedField path={`${PREFIX}companyType`} />
      </div>
      <ListedField path={`${PREFIX}industry`} />
      <RegistrationNumberField last4={last4} />
      <div className={classes.pair}>
        <ListedField path={`${PREFIX}registrationIdentifier`} />
        <ListedField path={`${PREFIX}regionsOfOperation`} />
      </div>
      <TextField path={`${PREFIX}websiteUrl`} type="url" autoComplete="url" />
      <KeywordsField path={`${PREFIX}socialMediaUrls`} type="url" />
    </Group>
  );
}

/** A number on file is shown all the same: a person in business has none, so it is to be removed. */
function PersonFields({ last4 }: { last4: string | null }) {
  return (
    <Group title={groups.person}>
      <TextField path={`${PREFIX}legalName`} autoComplete="name" />
      <TextField path={`${PREFIX}vertical`} />
      <TextField path={`${PREFIX}mobilePhone`} type="tel" autoComplete="tel" />
      {last4 !== null && <RegistrationNumberField last4={last4} />}
    </Group>
  );
}
