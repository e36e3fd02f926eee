package lint

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	messages "github.com/cucumber/messages/go/v21"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/internal/words"
)

// own are the tags with a meaning for gherkind; those with a colon take a value.
var own = []string{tags.Exclusive, tags.Slow, tags.Node, tags.Topology, tags.AddOn, tags.SimulatedNodes, tags.Kubernetes}

// tags finds tags that are almost one of gherkind's own.
func (l *linter) tags(f *gherkin.Feature) {
	for _, tag := range tagsOf(f.Document.Feature) {
		if meant := ownTag(tag.Name); meant != "" {
			l.at(rules.MisspeltTag, f.URI, int(tag.Location.Line), tag.Name,
				fmt.Sprintf("gherkind does not know the tag %s, and treats it as one of yours", tag.Name), "did you mean "+meant+"?")
		}
	}
}

// ownTag returns the tag of gherkind that a misspelt tag probably means; "" if the tag is correct, or another one.
func ownTag(tag string) string {
	name, value := tag, ""
	if i := strings.IndexAny(tag, ":="); i > 0 {
		name, value = tag[:i], tag[i+1:]
	}
	var names []string
	for _, t := range own {
		if tag == t || strings.HasSuffix(t, ":") && strings.HasPrefix(tag, t) && len(tag) > len(t) {
			return ""
		}
		names = append(names, strings.TrimSuffix(t, ":"))
	}
	i := slices.Index(names, name)
	if i < 0 {
		i = slices.Index(names, words.Misspelt(name, names))
	}
	switch {
	case i < 0:
		return ""
	case !strings.HasSuffix(own[i], ":"):
		return own[i]
	case value == "":
		return own[i] + "NAME"
	}
	return own[i] + value
}

// tagsOf returns all tags of a feature.
func tagsOf(f *messages.Feature) []*messages.Tag {
	all := slices.Clone(f.Tags)
	scenario := func(s *messages.Scenario) {
		if s == nil {
			return
		}
		all = append(all, s.Tags...)
		for _, e := range s.Examples {
			all = append(all, e.Tags...)
		}
	}
	for _, c := range f.Children {
		scenario(c.Scenario)
		if c.Rule == nil {
			continue
		}
		all = append(all, c.Rule.Tags...)
		for _, rc := range c.Rule.Children {
			scenario(rc.Scenario)
		}
	}
	return all
}

// usual is how often a tag must occur in the suite before a similar tag that occurs once is considered misspelt.
const usual = 3

// likeOtherTags finds tags that occur once in the suite and are similar to a frequent one.
func (l *linter) likeOtherTags() {
	type use struct {
		file string
		line int
	}
	uses := map[string][]use{}
	for _, f := range l.in.Features {
		for _, t := range tagsOf(f.Document.Feature) {
			uses[t.Name] = append(uses[t.Name], use{f.URI, int(t.Location.Line)})
		}
	}
	var often []string
	for _, name := range slices.Sorted(maps.Keys(uses)) {
		if len(uses[name]) >= usual {
			often = append(often, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(uses)) {
		at := uses[name]
		near := words.Misspelt(name, often)
		if len(at) > 1 || near == "" || len(name) < 6 || digits(name) != digits(near) || ownTag(name) != "" || strings.Contains(name, ":") {
			continue
		}
		l.at(rules.MisspeltTag, at[0].file, at[0].line, name, fmt.Sprintf("%s is used once, and %s %s", name, near, words.Times("time", len(uses[near]))), "did you mean "+near+"?")
	}
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// unlocked says why a scenario with these tags may not change a node; "" if it may.
func unlocked(all []string, node string) (text, hint string) {
	switch {
	case hasLocked(all, node):
		return "", ""
	case tags.Has(all, tags.Exclusive):
		return fmt.Sprintf("the step changes node %q, which the scenario has not locked", node),
			fmt.Sprintf("add @node:%s, or remove its other @node tags, so that it runs alone", node)
	}
	return fmt.Sprintf("the step changes node %q for every scenario", node),
		fmt.Sprintf("tag the scenario @node:%s, or @exclusive when pods of others cannot stay on the node", node)
}

// hasLocked reports whether a scenario with these tags has locked a node, by itself or with all others.
func hasLocked(all []string, node string) bool {
	locked := tags.Values(all, tags.Node)
	if len(locked) == 0 {
		return tags.Has(all, tags.Exclusive)
	}
	return slices.ContainsFunc(locked, func(c string) bool {
		return c == node || strings.HasSuffix(node, "-"+c) || strings.HasSuffix(c, "-"+node)
	})
}

// sameFeatures finds features with the same name.
func (l *linter) sameFeatures() {
	first := map[string]*gherkin.Feature{}
	for _, f := range l.in.Features {
		before := first[f.Name]
		if before == nil || f.Name == "" {
			first[f.Name] = f
			continue
		}
		l.at(rules.DuplicateFeature, f.URI, int(f.Document.Feature.Location.Line), f.Name,
			fmt.Sprintf("%s has a feature %q, too", before.URI, f.Name), "give each its own name")
	}
}
