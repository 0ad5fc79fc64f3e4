import { Badge } from "@/customer/ui/Badge";
import { Stepper } from "@/customer/ui/Stepper";
import layout from "./Booking.module.css";
import { COPY } from "./copy";
import { nameLength } from "./days";
import { MOST_PER_SERVICE } from "./draft";
import type { Service } from "./queries";
import classes from "./Services.module.css";
import { StepHeading } from "./StepHeading";
import { ANCHORS } from "./trouble";

type Props = {
  services: readonly Service[];
  quantities: Readonly<Record<string, number>>;
  /** Whether a core service is what points ask for; otherwise it is just one of the best. */
  isCoreRequired: boolean | undefined;
  problem: string | undefined;
  onChange: (quantities: Record<string, number>) => void;
};

export function ServicePicker(props: Props) {
  const { services, quantities, isCoreRequired, problem, onChange } = props;
  const put = (id: string, quantity: number) => {
    const { [id]: _, ...others } = quantities;
    onChange(quantity > 0 ? { ...others, [id]: quantity } : others);
  };
  return (
    <section className={layout.step} aria-labelledby={ANCHORS.services}>
      <StepHeading id={ANCHORS.services} title={COPY.services.title} problem={problem} />
      <ul className={classes.services}>
        {services.map((service) => (
          <li key={service.id} className={classes.service}>
            <label className={classes.serviceLabel}>
              <input
                type="checkbox"
                checked={(quantities[service.id] ?? 0) > 0}
                onChange={(event) => put(service.id, event.target.checked ? 1 : 0)}
              />
              <span className={classes.serviceName}>{service.name}</span>
              <span className={classes.price}>{COPY.services.each(service.price)}</span>
              <span className={classes.serviceFacts}>
                {nameLength(service.durationMinutes)}
                {service.isCore && isCoreRequired !== undefined && (
                  <Badge tone={isCoreRequired ? "gold" : "accent"}>
                    {isCoreRequired ? COPY.services.qualifying : COPY.services.signature}
                  </Badge>
                )}
              </span>
            </label>
            {(quantities[service.id] ?? 0) > 0 && (
              <div className={classes.quantity}>
                <span aria-hidden="true">{COPY.services.howMany}</span>
                <Stepper
                  label={COPY.services.quantity(service.name)}
                  value={quantities[service.id] ?? 0}
                  least={1}
                  most={MOST_PER_SERVICE}
                  onChange={(quantity) => put(service.id, quantity)}
                />
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
