import type { ComponentProps, CSSProperties, ReactNode } from "react";
import classes from "./layout.module.css";

/*
 * Plain elements in the theme's sizes, with the names and the props of Mantine's own. Those work out
 * some forty properties each time they are drawn, and a page has a hundred of them.
 */

type Size = "xs" | "sm" | "md" | "lg" | "xl";
/** One of the theme's, or pixels. */
type Space = Size | number;
type Shorthands = {
  p?: Space;
  py?: Space;
  mt?: Space;
  mb?: Space;
  gap?: Space;
  maw?: number | string;
  fw?: number;
  align?: CSSProperties["alignItems"];
  justify?: CSSProperties["justifyContent"];
  wrap?: CSSProperties["flexWrap"];
};
type Tag = "section" | "article" | "nav" | "ul" | "li";
type BoxProps = Omit<ComponentProps<"div">, keyof Shorthands> & Shorthands & { component?: Tag };

const space = (of: Space | undefined) =>
  typeof of === "string" ? `var(--mantine-spacing-${of})` : of;

type Given = Shorthands & { className?: string | undefined; style?: CSSProperties | undefined };

/** An element's own props, with the shorthands as its style. */
function written<Props extends Given>(
  { p, py, mt, mb, gap, maw, fw, align, justify, wrap, className, style, ...rest }: Props,
  own: string | undefined,
) {
  return {
    ...rest,
    className: className === undefined ? own : `${own} ${className}`,
    style: {
      padding: space(p),
      paddingBlock: space(py),
      marginBlockStart: space(mt),
      marginBlockEnd: space(mb),
      gap: space(gap),
      maxWidth: maw,
      fontWeight: fw,
      alignItems: align,
      justifyContent: justify,
      flexWrap: wrap,
      ...style,
    },
  };
}

type TextProps = Omit<ComponentProps<"p">, keyof Shorthands> &
  Shorthands & { size?: Size; c?: "dimmed" | "error"; span?: boolean };

export function Text({ size, c, span = false, ...rest }: TextProps) {
  // Both take the same; only their types differ.
  const Element = (span ? "span" : "p") as "p";
  return <Element {...written(rest, classes.text)} data-size={size} data-color={c} />;
}

function Box({ component = "div" as Tag, ...rest }: BoxProps) {
  const Element = component as "div";
  return <Element {...rest} />;
}

export function Stack(props: BoxProps) {
  return <Box {...written(props, classes.stack)} />;
}

export function Group(props: BoxProps) {
  return <Box {...written(props, classes.group)} />;
}

export function Paper(props: BoxProps) {
  return <Box {...written(props, classes.paper)} />;
}

type SkeletonProps = { height?: number | string; width?: number | string; children?: ReactNode };

/** The place of what is on its way; as large as its children, which are not seen. */
export function Skeleton({ height, width, children }: SkeletonProps) {
  return (
    <div className={classes.skeleton} style={{ height, width }}>
      {children}
    </div>
  );
}

/** For those who listen to the page only. */
export function VisuallyHidden(props: ComponentProps<"span">) {
  return <span {...props} className="sr-only" />;
}
