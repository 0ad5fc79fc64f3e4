export { Confirmation } from "./Confirmation";
export { WhenPicker } from "./WhenPicker";
