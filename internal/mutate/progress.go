package mutate

import (
	"fmt"
	"strconv"

	"github.com/gherkind/gherkind/internal/words"
)

// Progress is how far the mutants have come.
type Progress struct {
	Scenarios, Passing int // of the unbroken run: all, and those that have passed
	Mutants            int
	Verdicts           map[Verdict]int
	Running            int // scenarios at present
}

// String is a line for a person who watches.
func (p Progress) String() string {
	done := 0
	for _, n := range p.Verdicts {
		done += n
	}
	if done == 0 && p.Passing < p.Scenarios {
		return fmt.Sprintf("running the scenarios unbroken: %d of %d passed", p.Passing, p.Scenarios)
	}
	text := fmt.Sprintf("%d of %s decided", done, words.Times("mutant", p.Mutants))
	for _, v := range []Verdict{Killed, Survived, Invalid, Equivalent, Undecided} {
		if n := p.Verdicts[v]; n > 0 {
			text += fmt.Sprintf(", %d %s", n, v)
		}
	}
	if p.Running > 0 {
		text += "; " + words.Times("scenario", p.Running) + " running"
	}
	return text
}

func mutantLock(number int) string { return "mutant-" + strconv.Itoa(number) }

// progress tells how far it has come, when as many more scenarios run.
func (m *Mutation) progress(more int) {
	m.tell.Lock()
	defer m.tell.Unlock()
	m.running += more
	if m.options.Tell == nil {
		return
	}
	p := Progress{Mutants: len(m.Mutants), Verdicts: map[Verdict]int{}, Running: m.running}
	for _, each := range m.Mutants {
		v := each.Verdict()
		if v == Untried && len(each.Source.Cases) > 0 && each.passes(each.Source.Cases) >= rounds {
			v = Survived
		}
		if v != Untried {
			p.Verdicts[v]++
		}
	}
	p.Scenarios, p.Passing = m.scenarios, m.passing
	m.options.Tell(p)
}
