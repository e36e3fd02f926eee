package mutate_test

import (
	"testing"

	"github.com/gherkind/gherkind/internal/mutate"
)

func TestBelow(t *testing.T) {
	for _, c := range []struct {
		score       mutate.Score
		percent     float64
		below, sure bool
	}{
		{mutate.Score{}, 95, false, true},
		{mutate.Score{Invalid: 3, Equivalent: 2}, 95, false, true},
		{mutate.Score{Killed: 19, Survived: 1}, 95, false, true},
		{mutate.Score{Killed: 18, Survived: 2}, 95, true, true},
		{mutate.Score{Killed: 18, Survived: 1, Undecided: 1}, 95, true, false},
		{mutate.Score{Killed: 17, Survived: 2, Undecided: 1}, 95, true, true},
		{mutate.Score{Killed: 38, Survived: 1, Undecided: 1}, 95, false, true},
		{mutate.Score{Undecided: 1}, 95, true, false},
		{mutate.Score{Survived: 1}, 0, false, true},
	} {
		if below, sure := c.score.Below(c.percent); below != c.below || sure != c.sure {
			t.Errorf("%+v, %v: below %v, sure %v", c.score, c.percent, below, sure)
		}
	}
}

func TestAScoreIsRoundedDown(t *testing.T) {
	for score, want := range map[mutate.Score]string{
		{Killed: 1999, Survived: 1}:             "99.9 % (1999 of 2000 noticed)",
		{Killed: 2}:                             "100 % (2 of 2 noticed)",
		{Invalid: 1}:                            "no score, 1 invalid",
		{Survived: 1, Untried: 2, Undecided: 3}: "0 % (0 of 1 noticed), 3 undecided, 2 untried",
	} {
		if got := score.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
