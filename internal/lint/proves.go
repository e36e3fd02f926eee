package lint

import (
	"fmt"
	"slices"
	"time"

	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/step"
)

// proves looks for scenarios that pass but prove little.
func (l *linter) proves(s *scenario) {
	if !s.known() {
		return
	}
	line, piece := s.title()
	isThen := func(one stepOf) bool { return one.Role == step.RoleThen }
	checks := func(one stepOf) bool { return !one.acts() }
	shows := func(one stepOf) bool { return checks(one) && !one.absent() }
	switch {
	case !slices.ContainsFunc(s.steps, isThen):
		l.at(rules.NoThen, s.URI, line, piece, "the scenario has no Then: it proves nothing", "end it with what must be true then")
		return
	case slices.ContainsFunc(s.steps, checks) && !slices.ContainsFunc(s.steps, shows):
		l.at(rules.OnlyAbsence, s.URI, line, piece, "the scenario checks only what is not so: it would pass, too, if nothing worked at all",
			"add a check of what is so, such as: pod \"web\" is ready")
	default:
		l.onlyTime(s)
		l.already(s)
	}
	if first := s.steps[0]; first.Role == step.RoleThen && slices.ContainsFunc(s.steps, stepOf.acts) {
		l.at(rules.EarlyThen, s.URI, first.Line, first.Text, "the scenario begins with Then, before anything was done", "write Given before what must be so beforehand")
	}
}

// onlyTime finds scenarios in which all checks after the last action are negative.
func (l *linter) onlyTime(s *scenario) {
	last := s.lastAction()
	after := slices.DeleteFunc(slices.Clone(s.steps), func(one stepOf) bool { return one.index <= last })
	if last < 0 || len(after) == 0 || slices.ContainsFunc(after, func(one stepOf) bool { return !one.absent() }) {
		return
	}
	final := after[len(after)-1]
	l.at(rules.OnlyTime, s.URI, final.Line, final.Text,
		fmt.Sprintf("after the last action, in line %d, only what does not happen is checked: what that proves depends on how long the checks wait", s.Steps[last].Line),
		"check first that the action has come into effect")
}

// checksItself reports whether an action checks its own result: a command with an expected exit code, or a manifest that must be
// rejected.
func checksItself(one stepOf) bool { return one.Def.Checks || one.Def.Refused }

// already finds scenarios in which every check after the last action was also made, in the same words, directly before it.
func (l *linter) already(s *scenario) {
	last := s.lastAction()
	before, first := map[string]bool{}, s.actedBefore(last)
	var held []stepOf
	for _, one := range s.steps {
		_, stays := one.times()
		text := written(one)
		switch {
		case spans(one):
			return // the check is about the time of the action itself
		case one.index == last && checksItself(one):
			return
		case one.acts(), one.index < first:
		case one.index < last:
			before[text] = true
		case !before[text] || stays > 0:
			return // the check is new
		default:
			held = append(held, one)
		}
	}
	if last < 0 {
		return
	}
	for _, one := range held {
		l.at(rules.AlreadySo, s.URI, one.Line, one.Text,
			fmt.Sprintf("this was already true before the action in line %d, and nothing else is checked after it", s.Steps[last].Line), "check what the action changes")
	}
}

// spans reports whether a check is about the time of an action, or waits for its completion. A rollout that was complete before
// the action, for example, is no longer complete once there is something to roll out.
func spans(one stepOf) bool { return one.Throughout() || one.Def.Spans }

// written returns the text of a step without its time limit.
func written(one stepOf) string {
	return one.Untimed() + "\n" + one.Argument.String()
}

// roles finds steps whose keyword is for another kind of step.
func (l *linter) roles(s *scenario) {
	acted := false // whether a step acted in this block of steps of one role
	for i, one := range s.steps {
		if i == 0 || s.steps[i-1].Role != one.Role {
			acted = false
		}
		acted = acted || one.acts() || steps.AsksNetwork(one.Planned.Match)
		switch {
		case one.Role == step.RoleWhen && !acted:
			l.at(rules.CheckInWhen, s.URI, one.Line, one.Text, "this step only looks, and stands after When, where something is done", "write it after Given or Then")
		case one.Role == step.RoleThen && one.OnlyActs() && one.acts():
			l.at(rules.ActInThen, s.URI, one.Line, one.Text, "this step does something, and stands after Then, where something is checked", "write it after When")
		}
	}
}

// doubts adds the warnings that a run would give.
func (l *linter) doubts(s *scenario) {
	for _, one := range s.Steps {
		for _, d := range l.in.Doubts(s.Pickle, one) {
			l.at(d.Rule, s.URI, one.Line, "", d.Message, "")
		}
	}
}

// counts finds exact numbers that are also met temporarily, on the way to another number.
func (l *linter) counts(s *scenario) {
	for _, one := range s.steps {
		_, stays := one.times()
		if !one.Def.Counts || stays > 0 || !s.world.Passing[one.index][one.Text] {
			continue
		}
		l.at(rules.ExactCount, s.URI, one.Line, one.Text, "directly after an action a number may be reached only briefly, on the way to another one",
			"end the step with for 3s, or await first what the action leads to")
	}
}

// times finds waits that exceed the limit of a scenario.
func (l *linter) times(s *scenario) {
	limit := l.Limit
	if limit <= 0 {
		return
	}
	var all time.Duration
	for _, one := range s.steps {
		within, stays := one.times()
		all += stays
		if within+stays > limit {
			l.at(rules.TooLong, s.URI, one.Line, one.Text, fmt.Sprintf("the step may take %s, and all steps of a scenario together %s", within+stays, limit),
				"shorten it, or allow more with --scenario-timeout")
		}
	}
	if line, piece := s.title(); all > limit {
		l.at(rules.TooLong, s.URI, line, piece, fmt.Sprintf("all `for` durations together take %s in %s, and a scenario may take %s", all, words.Times("step", len(s.steps)), limit),
			"shorten it, or allow more with --scenario-timeout")
	}
}
