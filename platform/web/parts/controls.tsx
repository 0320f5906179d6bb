/**
 * The only door to antd's controls, so that an accessibility fix or a change of library is made in one place.
 * Buttons, tags, segments, empties and toasts are our own parts and are not taken from antd.
 */
export {
  Cascader,
  Checkbox,
  ColorPicker,
  DatePicker,
  Dropdown,
  Form,
  Input,
  InputNumber,
  Modal,
  Popover,
  Radio,
  Select,
  Steps,
  Switch,
  Tabs,
  TimePicker,
  Tooltip,
  Tree,
  TreeSelect,
  Upload,
} from 'antd';
export { Drawer } from './drawer.tsx';
export type { FormInstance, FormProps, SelectProps, TabsProps, TreeSelectProps } from 'antd';
