package gherkin

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/words"
)

// NothingSelectedError says that nothing is left to run: what was asked for, and what exists.
type NothingSelectedError struct {
	// Tags is the expression that selects nothing; empty if there was nothing before.
	Tags string
	// Features and Scenarios count what is loaded.
	Features, Scenarios int
	// Counts is the number of scenarios by tag.
	Counts map[string]int
}

func (e *NothingSelectedError) Error() string {
	switch {
	case e.Features == 0:
		return "nothing to run: no feature is named; give files, folders, or file:line"
	case e.Scenarios == 0:
		return fmt.Sprintf("nothing to run: no scenario is in the requested lines of %s; use the line of a scenario, or the whole file",
			words.Times("feature", e.Features))
	case len(e.Counts) == 0:
		return fmt.Sprintf("nothing to run: %q selects none of %s, which have no tags at all", e.Tags, words.Times("scenario", e.Scenarios))
	default:
		return fmt.Sprintf("nothing to run: %q selects none of %s; their tags are %s",
			e.Tags, words.Times("scenario", e.Scenarios), e.tags())
	}
}

func (e *NothingSelectedError) tags() string {
	var out []string
	for _, tag := range slices.Sorted(maps.Keys(e.Counts)) {
		out = append(out, fmt.Sprintf("%s (%d)", tag, e.Counts[tag]))
	}
	return strings.Join(out, ", ")
}

// Select returns the pickles that a tag expression selects, in order; an empty one selects all. The error is a [*TagError] for
// an invalid expression or an unknown tag, or a [*NothingSelectedError]. Known tags are accepted although no given feature has
// them, for example those of features that were not loaded.
func Select(features []*Feature, tags string, known ...string) ([]*Pickle, error) {
	keep, err := Filter(tags)
	if err != nil {
		return nil, err
	}
	nothing := &NothingSelectedError{Tags: tags, Features: len(features), Counts: map[string]int{}}
	var out []*Pickle
	for _, f := range features {
		for _, p := range f.Pickles {
			nothing.Scenarios++
			for _, t := range p.Tags {
				nothing.Counts[t]++
			}
			if keep(p.Tags) {
				out = append(out, p)
			}
		}
	}
	if err := unknownTag(tags, nothing.Counts, known); err != nil && nothing.Scenarios > 0 {
		return nil, err
	}
	if len(out) == 0 {
		return nil, nothing
	}
	return out, nil
}

// unknownTag reports a tag that no scenario has: it is probably misspelled, and with "not" the scenarios to be excluded would
// run.
func unknownTag(expr string, counts map[string]int, known []string) error {
	known = slices.Concat(slices.Collect(maps.Keys(counts)), known)
	slices.Sort(known)
	known = slices.Compact(known)
	for _, tag := range TagsOf(expr) {
		if slices.Contains(known, tag) {
			continue
		}
		e := &TagError{Expression: expr, Message: fmt.Sprintf("no scenario has the tag %s", tag)}
		if near := nearest(tag, known); near != "" {
			e.Suggestion = "did you mean: " + near
		} else if len(known) > 0 {
			e.Suggestion = "there are: " + strings.Join(known, ", ")
		}
		return e
	}
	return nil
}
