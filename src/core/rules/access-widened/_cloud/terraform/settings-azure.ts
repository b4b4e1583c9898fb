import type { HclBlock } from '../../../../parsers/hcl.ts';
import type { OpenSetting } from './settings.ts';

const has = (block: HclBlock, name: RegExp, value: RegExp): boolean =>
  block.attributes.some(
    (attribute) => name.test(attribute.name) && value.test(attribute.strings[0]?.text ?? attribute.text),
  ) || block.blocks.some((nested) => has(nested, name, value));

/** Only addresses that its rules name get through. */
const deniesByDefault = (_: HclBlock, top: HclBlock): boolean => has(top, /^default_action$/, /^deny$/i);

const isClosed = (_: HclBlock, top: HclBlock): boolean =>
  has(top, /^public_network_access_enabled$/, /^false$/i);

/** Registries of the basic tier cannot be read without signing in, whatever they say. */
const isBasic = (block: HclBlock): boolean => has(block, /^sku$/, /^Basic$/i);

/** Settings of Azure's provider. */
export const AZURE: readonly OpenSetting[] = [
  {
    names: ['allow_blob_public_access', 'allow_nested_items_to_be_public', 'enable_public_access'],
    types: /./,
    value: /^true$/i,
    kind: 'public data',
    severity: 'high',
  },
  {
    names: ['anonymous_pull_enabled'],
    types: /./,
    value: /^true$/i,
    kind: 'public data',
    severity: 'high',
    unless: isBasic,
  },
  {
    names: ['container_access_type'],
    types: /./,
    value: /^(?:blob|container)$/i,
    kind: 'public data',
    severity: 'high',
  },
  {
    names: ['default_action'],
    types: /^azurerm_/,
    value: /^allow$/i,
    kind: 'public data',
    severity: 'medium',
    detail: 'its address from every network',
    otherwise: 'open',
    unless: isClosed,
  },
  {
    names: ['public_network_access_enabled', 'public_network_enabled', 'public_network_access'],
    types: /^azurerm_/,
    value: /^(?:true|Enabled)$/i,
    kind: 'public data',
    severity: 'medium',
    detail: 'its address from every network',
    otherwise: 'open',
    unless: deniesByDefault,
  },
  {
    names: ['network_access_policy', 'incoming_traffic_policy'],
    types: /^azurerm_/,
    value: /^AllowAll(?:Traffic)?$/,
    kind: 'public data',
    severity: 'medium',
  },
  {
    names: ['api_server_authorized_ip_ranges', 'authorized_ip_ranges'],
    types: /^azurerm_kubernetes_cluster$/,
    value: /^\[ \]$/,
    kind: 'open port',
    severity: 'medium',
    detail: 'the API server of the cluster',
    otherwise: 'open',
  },
  {
    names: ['actions'],
    types: /^azurerm_role_definition$/,
    value: /^\*$/,
    kind: 'all powers',
    severity: 'high',
    detail: 'every action',
  },
  {
    names: ['role_definition_name'],
    types: /^azurerm_/,
    value: /^Owner$/,
    kind: 'all powers',
    severity: 'high',
    detail: 'Owner',
  },
  {
    names: ['role_definition_name'],
    types: /^azurerm_/,
    value: /^(?:User Access|Role Based Access Control) Administrator$/,
    kind: 'all powers',
    severity: 'medium',
    detail: 'User Access Administrator',
  },
];
