package mutate

import (
	"fmt"
	"strconv"

	"github.com/gherkind/gherkind/internal/words"
)

// Progress says how far the trials have come.
type Progress struct {
	Scenarios, Passing int // of the unmodified run: all, and those that have passed
	Mutants            int
	Verdicts           map[Verdict]int
	Running            int // scenarios running now
}

// String formats the progress for a terminal.
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

// progress reports the progress after a change in the number of running scenarios.
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
