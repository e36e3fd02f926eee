package gherkin

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/words"
)

// NothingSelectedError says that nothing is left to run: what was asked for, and what there is.
type NothingSelectedError struct {
	// Tags is the expression that left nothing; empty when there was nothing before.
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

// Select gives the pickles of the features that a tag expression means, in their order; an empty one means
// all. The error is a [*TagError] for a bad expression or a tag that nobody has, or a
// [*NothingSelectedError]. Known tags may be asked for although no feature given has them: those of the
// features that were not loaded this time, for example.
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

// unknownTag finds a tag that no scenario has: most likely misspelled, and with "not" before it the scenarios
// that should be left out would run.
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
