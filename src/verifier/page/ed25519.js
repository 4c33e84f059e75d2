// Ed25519 (RFC 8032 section 5.1.7): WebCrypto's where it has it, else whole-number arithmetic here.
import { toHex } from "./bytes.js";
import { Sha512 } from "./sha2.js";

const ED_P = 2n ** 255n - 19n;
const ED_L = 2n ** 252n + 27742317777372353535851937790883648493n;

function edMod(value) {
  const rest = value % ED_P;
  return rest < 0n ? rest + ED_P : rest;
}

function edPower(base, exponent) {
  let result = 1n;
  for (let b = edMod(base), e = exponent; e > 0n; e >>= 1n, b = edMod(b * b)) {
    if (e & 1n) result = edMod(result * b);
  }
  return result;
}

const ED_D = edMod(-121665n * edPower(121666n, ED_P - 2n));
const ED_ROOT_OF_MINUS_ONE = edPower(2n, (ED_P - 1n) / 4n);

function littleEndian(bytes) {
  return BigInt("0x" + (toHex(Uint8Array.from(bytes).reverse()) || "0"));
}

// Extended coordinates [X, Y, Z, T].
function edAdd(p, q) {
  const a = edMod((p[1] - p[0]) * (q[1] - q[0]));
  const b = edMod((p[1] + p[0]) * (q[1] + q[0]));
  const c = edMod(2n * p[3] * q[3] * ED_D);
  const d = edMod(2n * p[2] * q[2]);
  const e = b - a, f = d - c, g = d + c, h = b + a;
  return [edMod(e * f), edMod(g * h), edMod(f * g), edMod(e * h)];
}

function edMultiply(scalar, point) {
  let result = [0n, 1n, 1n, 0n];
  for (let s = scalar, p = point; s > 0n; s >>= 1n, p = edAdd(p, p)) {
    if (s & 1n) result = edAdd(result, p);
  }
  return result;
}

function edDecode(bytes) {
  const y = littleEndian(bytes) & (2n ** 255n - 1n);
  const sign = BigInt(bytes[31] >> 7);
  if (y >= ED_P) return null;
  const xx = edMod((y * y - 1n) * edPower(ED_D * y * y + 1n, ED_P - 2n));
  let x = edPower(xx, (ED_P + 3n) / 8n);
  if (edMod(x * x - xx) !== 0n) x = edMod(x * ED_ROOT_OF_MINUS_ONE);
  if (edMod(x * x - xx) !== 0n || (x === 0n && sign === 1n)) return null;
  if ((x & 1n) !== sign) x = ED_P - x;
  return [x, y, 1n, edMod(x * y)];
}

const ED_BASE_Y = edMod(4n * edPower(5n, ED_P - 2n));

function edBase() {
  const bytes = new Uint8Array(32);
  for (let i = 0, y = ED_BASE_Y; i < 32; i++, y >>= 8n) bytes[i] = Number(y & 255n);
  return edDecode(bytes);
}

// The arithmetic way, also used to check the other in tests.
export function verifyEd25519Slowly(key, message, signature) {
  if (key.length !== 32 || signature.length !== 64) return false;
  const a = edDecode(key);
  const r = edDecode(signature.subarray(0, 32));
  const s = littleEndian(signature.subarray(32));
  if (a === null || r === null || s >= ED_L) return false;
  const digest = new Sha512().update(signature.subarray(0, 32)).update(key).update(message).finish();
  const left = edMultiply(s, edBase());
  const right = edAdd(r, edMultiply(littleEndian(digest) % ED_L, a));
  return edMod(left[0] * right[2] - right[0] * left[2]) === 0n &&
    edMod(left[1] * right[2] - right[1] * left[2]) === 0n;
}

export async function verifyEd25519(key, message, signature) {
  if (key.length !== 32 || signature.length !== 64) return false;
  let imported;
  try {
    imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  } catch {
    return verifyEd25519Slowly(key, message, signature);
  }
  return crypto.subtle.verify("Ed25519", imported, signature, message);
}
