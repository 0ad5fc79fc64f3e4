import {
  Button,
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
} from "@mantine/core";

const harbor: MantineColorsTuple = [
  "#e6fbf8",
  "#c9f3ed",
  "#94e6db",
  "#5cd7c7",
  "#31cab7",
  "#17bfab",
  "#0a9f8f",
  "#087f73",
  "#066359",
  "#044840",
];

export const theme = createTheme({
  primaryColor: "harbor",
  primaryShade: { light: 7, dark: 7 },
  colors: { harbor },
  defaultRadius: "md",
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  headings: { fontWeight: "650" },
  focusRing: "auto",
  components: {
    Button: Button.extend({ defaultProps: { loaderProps: { type: "oval" } } }),
  },
});

const danger = {
  "--mantine-color-red-filled": "var(--mantine-color-red-9)",
  "--mantine-color-red-filled-hover": "var(--mantine-color-red-9)",
};

/**
 * Mantine's dimmed text, links on tinted ground, and white on its red fail the contrast that WCAG AA
 * asks for.
 */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "var(--mantine-color-gray-7)",
    "--mantine-color-anchor": "var(--mantine-color-harbor-8)",
    "--mantine-color-error": "var(--mantine-color-red-9)",
    ...danger,
  },
  dark: {
    "--mantine-color-dimmed": "var(--mantine-color-gray-4)",
    "--mantine-color-error": "var(--mantine-color-red-4)",
    ...danger,
  },
});
