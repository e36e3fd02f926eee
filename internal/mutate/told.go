package mutate

import (
	"github.com/gherkind/gherkind/internal/say"
)

// String returns, for example, "80 % (4 of 5 noticed), 1 invalid".
func (s Score) String() string { return s.Text().String() }

// Text is String, translatable.
func (s Score) Text() say.Text {
	parts := []say.Text{say.Textf("no score")}
	if percent, known := s.Percent(); known {
		parts[0] = say.Textf("%s %% (%d of %d noticed)", Rounded(percent), s.Killed, s.Killed+s.Survived)
	}
	parts = append(parts, counts(map[Verdict]int{Invalid: s.Invalid, Equivalent: s.Equivalent, Undecided: s.Undecided, Untried: s.Untried})...)
	return say.Join(parts, ", ")
}

// counts returns the numbers of mutants by verdict, without those that are 0.
func counts(verdicts map[Verdict]int) []say.Text {
	var all []say.Text
	for _, v := range []Verdict{Killed, Survived, Invalid, Equivalent, Undecided, Untried} {
		if n := verdicts[v]; n > 0 {
			all = append(all, v.count(n))
		}
	}
	return all
}

func (v Verdict) count(n int) say.Text {
	switch v {
	case Killed:
		return say.Textf("%d killed", n)
	case Survived:
		return say.Textf("%d survived", n)
	case Invalid:
		return say.Textf("%d invalid", n)
	case Equivalent:
		return say.Textf("%d equivalent", n)
	case Undecided:
		return say.Textf("%d undecided", n)
	case Untried:
	}
	return say.Textf("%d untried", n)
}

// Word returns the verdict, translatable.
func (v Verdict) Word() say.Text {
	switch v {
	case Killed:
		return say.Textf("killed")
	case Survived:
		return say.Textf("survived")
	case Invalid:
		return say.Textf("invalid")
	case Equivalent:
		return say.Textf("equivalent")
	case Undecided:
		return say.Textf("undecided")
	case Untried:
	}
	return say.Textf("untried")
}

// Sentence says what was changed, and the result.
func (e Entry) Sentence() string { return e.SentenceIn(nil) }

// SentenceIn is Sentence in a language. What could be asserted is a step in the language of its feature, and stays as it is.
func (e Entry) SentenceIn(l *say.Language) string {
	says := say.Literal(l.Retell(e.Says))
	switch e.Verdict {
	case Survived:
		if e.OfStep {
			return l.Sayf("%s: the scenario passes all the same, so that it proves nothing about it; assert: %s", says, l.Word(e.Assert))
		}
		return l.Text(e.survived(says))
	case Killed:
		by := say.Textf("%s: noticed by %q at %q", says, e.By.Name, l.Word(e.By.Step))
		if e.By.Code != "" {
			by = say.Textf("%s (%s)", by, e.By.Code)
		}
		return l.Text(by)
	case Invalid, Equivalent, Undecided:
		return l.Sayf("%s: %s: %s", says, e.Verdict.Word(), l.Retell(e.Why))
	case Untried:
	}
	return l.Sayf("%s: not tried", says)
}

// survived is the sentence about a mutant of a manifest that no scenario noticed.
func (e Entry) survived(says say.Text) say.Text {
	text := say.Textf("%s: 1 scenario uses this manifest, and did not notice", says)
	if n := len(e.Scenarios); n != 1 {
		text = say.Textf("%s: %s use this manifest, none noticed", says, say.Times("scenario", n))
	}
	if e.Once {
		text = say.Textf("%s (run once only)", text)
	}
	if e.Assert != "" {
		text = say.Textf("%s; assert: %s", text, e.Assert)
	}
	return text
}

// WhyIn is Why in a language.
func (l LeftOut) WhyIn(in *say.Language) string { return in.Retell(l.Why) }

// String formats the progress for a terminal.
func (p Progress) String() string { return p.Text().String() }

// Text is String, translatable.
func (p Progress) Text() say.Text {
	done := 0
	for _, n := range p.Verdicts {
		done += n
	}
	if done == 0 && p.Passing < p.Scenarios {
		return say.Textf("running the scenarios unbroken: %d of %d passed", p.Passing, p.Scenarios)
	}
	decided := say.Textf("%d of %s decided", done, say.Times("mutant", p.Mutants))
	text := say.Join(append([]say.Text{decided}, counts(p.Verdicts)...), ", ")
	if p.Running > 0 {
		text = say.Textf("%s; %s running", text, say.Times("scenario", p.Running))
	}
	return text
}
