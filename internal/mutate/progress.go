package mutate

import "strconv"

// Progress says how far the trials have come.
type Progress struct {
	Scenarios, Passing int // of the unmodified run: all, and those that have passed
	Mutants            int
	Verdicts           map[Verdict]int
	Running            int // scenarios running now
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
