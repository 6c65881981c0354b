"""Thin for now."""
import sys
def main():
    from interview.bank import open_bank
    from interview.grading.client import Engine, fresh_seed
    from interview.grading.proof import prove
    bank=open_bank(None)
    cards=bank.cards if len(sys.argv)<3 else [bank.find(a) for a in sys.argv[2:]]
    bad=0; w=a=r=j=0
    print(*bank.problems,sep="\n")
    with Engine() as e:
        for c in cards:
            p=prove(e.link(),c,fresh_seed())
            w+=p.wrong;a+=p.accepted;r+=p.right;j+=p.rejected
            print(c.slug,"sound" if p.sound else "NOT SOUND",p.wrong,p.accepted,p.right,p.rejected)
            for x in p.problems: print("  ",x)
            bad+=not p.sound
    print(f"{len(cards)} questions; {w} misconceptions, {a} accepted; {r} right alternatives, {j} rejected")
    sys.exit(1 if bad else 0)
