"""Writes Keccak256+Permutation.swift; run from the package root."""
RC=[]
def rc():
    out=[];R=1
    for rnd in range(24):
        v=0
        for j in range(7):
            if R&1: v|=1<<((1<<j)-1)
            R=(R<<1)^(0x171 if R&0x80 else 0)
        out.append(v)
    return out
RC=rc(); assert RC[1]==0x8082 and RC[23]==0x8000000080008008
ROT=[[0,36,3,41,18],[1,44,10,45,2],[62,6,43,15,61],[28,55,25,21,56],[27,20,39,8,14]]
o=[]
w=o.append
w("// Made by Sources/Ethereum/Primitives/Generated/keccak.py from the round constants and offsets of FIPS 202, section 3.2.")
w("// Unrolled over 25 locals: loops over an array of lanes take seven times as long.")
w("")
w("extension Keccak256 {")
w("    /// The permutation Keccak-f[1600] on 25 lanes at `lanes`.")
w("    static func permute(_ lanes: UnsafeMutablePointer<UInt64>) {")
for i in range(25): w(f"        var a{i} = lanes[{i}]")
names=[f"a{i}" for i in range(25)]
w("        var round = 0")
w("        while round < 24 {")
for step in range(2):
    ind=" "*12
    A=lambda x,y: f"{'a' if step==0 else 'b'}{x+5*y}"
    for x in range(5):
        w(f"{ind}let c{x}_{step} = "+" ^ ".join(A(x,y) for y in range(5)))
    for x in range(5):
        w(f"{ind}let d{x}_{step} = c{(x+4)%5}_{step} ^ rotate(c{(x+1)%5}_{step}, 1)")
    # rho pi: B[y][2x+3y] = rot(A[x][y]^d[x])
    for x in range(5):
        for y in range(5):
            nx,ny=y,(2*x+3*y)%5
            r=ROT[x][y]
            e=f"{A(x,y)} ^ d{x}_{step}"
            w(f"{ind}let t{nx+5*ny}_{step} = "+(f"rotate({e}, {r})" if r else e))
    for y in range(5):
        for x in range(5):
            i=x+5*y
            e=f"t{i}_{step} ^ (~t{(x+1)%5+5*y}_{step} & t{(x+2)%5+5*y}_{step})"
            if i==0: e+=f" ^ roundConstant(round{' &+ 1' if step else ''})"
            if step==0: w(f"{ind}let b{i} = {e}")
            else: w(f"{ind}a{i} = {e}")
w("            round &+= 2")
w("        }")
for i in range(25): w(f"        lanes[{i}] = a{i}")
w("    }")
w("")
w("    @inline(__always)")
w("    private static func rotate(_ lane: UInt64, _ bits: UInt64) -> UInt64 { lane &<< bits | lane &>> (64 &- bits) }")
w("")
w("    @inline(__always)")
w("    private static func roundConstant(_ round: Int) -> UInt64 {")
w("        roundConstants[round]")
w("    }")
w("}")
src="\n".join(o)
src=src.rstrip("}\n ")
src+="\n    }\n\n    private static let roundConstants: [24 of UInt64] = [\n"+"\n".join("        "+" ".join(f"0x{c:016x}," for c in RC[i:i+4]) for i in range(0,24,4))+"\n    ]\n}\n"
open('Sources/Ethereum/Primitives/Generated/Keccak256+Permutation.swift','w').write(src)
