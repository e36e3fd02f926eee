package step

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// throughoutWord stands before a step that must be so to the end of the scenario.
const throughoutWord = "throughout,"

// momentName is the type of what stands behind "before" in a [Span].
const momentName = "moment"

// takeMoments finds the type of moments for a definition that takes a [Span].
func (d *definition) takeMoments(types []Type) (err error) {
	if !d.shape.span {
		return nil
	}
	i := slices.IndexFunc(types, func(t Type) bool { return t.Name == momentName })
	if i < 0 {
		return errors.New("a Run that takes a Span needs a type {moment}")
	}
	d.moment = &types[i]
	if d.beforeMoment, err = regexp.Compile(`^(.*?) +(before +(?:` + d.moment.Pattern + `))$`); err != nil {
		return fmt.Errorf("compile the pattern of {%s}: %w", momentName, err)
	}
	return nil
}

// parseSpan reads what was written of a span: whether the step says throughout, and two texts.
func (d *definition) parseSpan(throughout bool, groups []string, at Place) (reflect.Value, []*ArgumentError) {
	var problems []*ArgumentError
	bad := func(kind, value string, err error) {
		problems = append(problems, &ArgumentError{Type: kind, Value: value, Err: err})
	}
	s, said := Span{Throughout: throughout}, 0
	if s.Throughout {
		said++
	}
	if groups[0] != "" {
		said++
		length, err := parseDuration(groups[0])
		if err != nil {
			bad("duration", groups[0], err)
		}
		s.For = length
	}
	if groups[1] != "" {
		said++
		moment, err := d.moment.Parse(groups[1], at)
		if err != nil {
			bad(momentName, groups[1], err)
		}
		s.Before = moment
	}
	if said > 1 {
		bad("", "", errors.New("say one of them: `throughout, …`, `… for 5s`, or `… before …`"))
	}
	return reflect.ValueOf(s), problems
}

func saysThroughout(text string) bool { return strings.HasPrefix(text, throughoutWord) }

// LooksBack says that the step tells what never happened up to now.
func (m *Match) LooksBack() bool {
	n := len(m.groups)
	return m.definition.shape.span && !m.throughout && m.groups[n-2] == "" && m.groups[n-1] == ""
}

// OnlyActs says that the step acts, and waits for nothing that comes of it.
func (m *Match) OnlyActs() bool { return m.Def.Acts && !m.definition.shape.ending }

// TakesTime says that the step waits for something.
func (m *Match) TakesTime() bool {
	return m.definition.shape.ending || m.definition.shape.span && !m.LooksBack() && !m.throughout
}

// WithSpans are the ways to write a step that looks back with a span, in the order of [Span].
func (m *Match) WithSpans() []string {
	if m.said != nil {
		return m.said.withSpans(m.Text)
	}
	return []string{
		throughoutWord + " " + m.Text,
		m.Text + " for 5s",
		m.Text + " before " + m.definition.moment.Example,
	}
}

// cutSpan takes what was written of a span off a step, and gives it back as it may be written.
func (d *definition) cutSpan(text string) (head, rest, tail string) {
	if saysThroughout(text) {
		head, text = throughoutWord+" ", strings.TrimSpace(strings.TrimPrefix(text, throughoutWord))
	}
	m := d.beforeMoment.FindStringSubmatch(text)
	if m != nil {
		return head, m[1], " " + m[2]
	}
	rest, tail = cutEndings(text)
	if _, length, found := strings.Cut(tail, "for "); found {
		return head, rest, " for " + length
	}
	return head, rest, ""
}
