/**
 * Carries one connection in raw frames: NIC, own address, port of the VIP, seconds, the BPF program that chooses what is
 * heard, one that lets nothing through, then the frames: open, speak (its answer is waited for; may be empty), resets and
 * pings (each list joined by commas).
 *
 * The kernel would answer the VIP's SYN-ACK with a reset. A socket of our own listens on the source port, behind a filter
 * that drops all: the kernel finds it, gives it nothing, and stays silent. It goes with the process, however that ends.
 */
export const carryPython = `
import array, os, select, signal, socket, struct, sys, time
nic, own, port, life, filt, drop, opening, speech = sys.argv[1:9]
resets, pings = [[bytearray.fromhex(f) for f in text.split(',') if f] for text in sys.argv[9:11]]
opening, speech, six = bytearray.fromhex(opening), bytearray.fromhex(speech), ':' in own
tcp, vip = (54, slice(22, 38)) if six else (34, slice(26, 30))
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
signal.alarm(60)
def guarded(s, program):
    code = b''.join(struct.pack('=HBBI', *map(int, one.split(','))) for one in program.split())
    held = array.array('B', code)
    s.setsockopt(socket.SOL_SOCKET, 26, struct.pack('HP', len(code) // 8, held.buffer_info()[0]))
    return s
def fill(frame, at, value):
    frame[at:at + 2] = struct.pack('!H', value)
    total = (~struct.unpack('!H', frame[tcp + 16:tcp + 18])[0] & 0xffff) + value
    frame[tcp + 16:tcp + 18] = struct.pack('!H', ~((total & 0xffff) + (total >> 16)) & 0xffff)
try:
    family = socket.AF_INET6 if six else socket.AF_INET
    guard = guarded(socket.socket(family, socket.SOCK_STREAM), drop)
    guard.bind((own, 0))
    guard.listen(1)
    mine = guard.getsockname()[1]
    link = guarded(socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0), filt)
    link.bind((nic, 0x86dd if six else 0x0800))
except OSError as e:
    print('cannot %s' % e)
    sys.exit(1)
for frame in [opening] + ([speech] if speech else []) + resets: fill(frame, tcp, mine)
target = (opening[38:54] if six else opening[30:34])
start = time.monotonic()
again, current, opened, heard, over = start, opening, False, 0, False
while not over and time.monotonic() < start + float(life):
    now = time.monotonic()
    if now >= again:
        link.send(current)
        if now > start + 0.5 and not opened:
            for frame in pings: link.send(frame)
        again = now + 1
    if not select.select([link], [], [], max(0, again - now))[0]: continue
    frame = link.recv(2048)
    if frame[20 if six else 23] == 6:
        if frame[vip] != target or frame[tcp:tcp + 4] != struct.pack('!HH', int(port), mine): continue
        kind, length = frame[tcp + 13], (frame[tcp + 12] >> 4) * 4
        end = 54 + struct.unpack('!H', frame[18:20])[0] if six else 14 + struct.unpack('!H', frame[16:18])[0]
        if kind & 4:
            over = True
        elif kind & 2 and not opened:
            opened, over = True, not speech
            if speech:
                sequence = (struct.unpack('!I', frame[tcp + 4:tcp + 8])[0] + 1) & 0xffffffff
                fill(speech, tcp + 8, sequence >> 16)
                fill(speech, tcp + 10, sequence & 0xffff)
                current = speech
                link.send(speech)
                again = time.monotonic() + 1
        elif end > tcp + length:
            over = True
    heard += 1
    if heard <= 64: print('frame ' + frame[:512].hex())
for frame in resets if opened else []: link.send(frame)
print('end')
`.trim();
