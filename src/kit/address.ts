/** Bytes of an IP address, 4 or 16 of them; undefined when the text is none. */
export function addressOf(text: string): Uint8Array | undefined {
  const bare = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  return bare.includes(":") ? v6(bare) : v4(bare);
}

function v4(text: string): Uint8Array | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  return Uint8Array.from(parts, Number);
}

function v6(text: string): Uint8Array | undefined {
  // An address may end in dotted form, which stands for its last two groups.
  const dotted = /^(.*:)([\d.]+)$/.exec(text);
  const tail = dotted?.[2]?.includes(".") ? v4(dotted[2]) : undefined;
  if (dotted?.[2]?.includes(".") && !tail) return undefined;
  const groups = tail ? `${dotted?.[1]}${hex(tail, 0)}:${hex(tail, 2)}` : text;
  const halves = groups.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], rest = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...head, ...Array.from({ length: halves.length === 2 ? missing : 0 }, () => "0"), ...rest];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return Uint8Array.from(all.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]));
}

const hex = (bytes: Uint8Array, at: number) => (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16);

interface Block {
  bytes: Uint8Array;
  bits: number;
}

function block(text: string): Block {
  const [address = "", bits = "0"] = text.split("/");
  const bytes = addressOf(address);
  if (!bytes) throw new TypeError(`${text} is no block of addresses`);
  return { bytes, bits: Number(bits) };
}

const within = (address: Uint8Array, { bytes, bits }: Block) =>
  address.length === bytes.length &&
  address.every((byte, i) => {
    const mask = (0xff00 >> Math.min(8, Math.max(0, bits - 8 * i))) & 255;
    return (byte & mask) === ((bytes[i] ?? 0) & mask);
  });

/** What is not the public internet: the IANA registries of special-purpose addresses (RFC 6890 and after), multicast. */
const special = (
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 " +
  "192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 " +
  "::/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/32 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fc00::/7 " +
  "fe80::/10 fec0::/10 ff00::/8"
)
  .split(" ")
  .map(block);

const loopback = ["127.0.0.0/8", "::1/128"].map(block);
const mapped = block("::ffff:0:0/96");

/** An IPv4 address that is written as an IPv6 one is what it stands for. */
const plain = (address: Uint8Array) => (within(address, mapped) ? address.slice(12) : address);

export const isPublic = (address: Uint8Array) => !special.some((one) => within(plain(address), one));
export const isLoopback = (address: Uint8Array) => loopback.some((one) => within(plain(address), one));
