package step

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// throughoutWord is the prefix of a step that must be met until the end of the scenario.
const throughoutWord = "throughout,"

// momentName is the type of the value after "before" in a [Span].
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

// parseSpan parses a span: whether the step begins with "throughout", and the values of "for" and "before".
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

// LooksBack reports whether the step checks that something has never happened up to now.
func (m *Match) LooksBack() bool {
	n := len(m.groups)
	return m.definition.shape.span && !m.throughout && m.groups[n-2] == "" && m.groups[n-1] == ""
}

// OnlyActs reports whether the step acts and does not wait for an effect.
func (m *Match) OnlyActs() bool { return m.Def.Acts && !m.definition.shape.ending }

// TakesTime reports whether the step waits for something.
func (m *Match) TakesTime() bool {
	return m.definition.shape.ending || m.definition.shape.span && !m.LooksBack() && !m.throughout
}

// WithSpans returns the ways to write a step that looks back with a span, in the order of the fields of [Span].
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

// cutSpan removes the span from a step and returns it in valid form.
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
