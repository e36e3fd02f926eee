package step

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Role is the role of a step in a scenario, given by its keyword; And and But have the role of the previous step.
type Role string

// The roles; [RoleAny] if the role is unknown.
const (
	RoleAny   Role = ""
	RoleGiven Role = "Given"
	RoleWhen  Role = "When"
	RoleThen  Role = "Then"
)

// Phrase is a common wording that is not a step, with the answer to it, for users who do not know the steps yet.
type Phrase struct {
	// Role is the role for which the answer is given; RoleAny for all.
	Role Role
	// Says is a regular expression for the whole text, in which {word} is one of the words passed to [Catalogue.WithPhrases].
	// Before the comparison the text is normalized: single spaces, no articles, and "is" for "should be", "must be" and
	// "becomes". Case does not matter.
	Says string
	// Means are the steps to suggest, the best first. {word} is replaced with the matched text without quotes.
	Means []string
	// Advice is one sentence to show with them, or instead of them. May be empty.
	Advice string
}

// restOfStep is the name of the group for a step inside a phrase: "wait until pod "web" is ready".
const restOfStep = "step"

// phrase is a Phrase with its compiled expression.
type phrase struct {
	Phrase
	expr *regexp.Regexp
}

// WithPhrases returns a catalogue that answers phrases. Words are the regular expressions, without capture groups, for the
// groups {word}. {step} matches any text, which is then answered like a step.
func (c *Catalogue) WithPhrases(words map[string]string, phrases []Phrase) (*Catalogue, error) {
	out := *c
	for _, w := range words {
		out.vocabulary = append(out.vocabulary, regexp.MustCompile(`[a-z]{3,}`).FindAllString(w, -1)...)
	}
	slices.Sort(out.vocabulary)
	out.vocabulary = slices.Compact(out.vocabulary)
	for _, p := range phrases {
		expr, err := compilePhrase(words, p.Says)
		if err != nil {
			return nil, fmt.Errorf("phrase %q: %w", p.Says, err)
		}
		out.phrases = append(out.phrases, phrase{p, expr})
	}
	return &out, nil
}

func compilePhrase(words map[string]string, says string) (*regexp.Regexp, error) {
	var unknown error
	expr := regexp.MustCompile(`\{[a-z0-9]+\}`).ReplaceAllStringFunc(says, func(m string) string {
		name := strings.Trim(m, "{}")
		body, ok := words[strings.TrimRight(name, "0123456789")]
		if !ok {
			body = ".+"
			if name != restOfStep {
				unknown = fmt.Errorf("there is no word for {%s}", name)
			}
		}
		return fmt.Sprintf("(?P<%s>%s)", name, body)
	})
	if unknown != nil {
		return nil, unknown
	}
	return regexp.Compile("(?i)^(?:" + expr + ")$")
}

// answer returns the answer of the first phrase that matches the text.
func (c *Catalogue) answer(role Role, text string) (steps []string, advice string, ok bool) {
	plain, endings := cutEndings(bare(text))
	p, m := c.phrase(role, plain)
	if p == nil {
		p, m = c.phrase(role, c.spelled(plain))
	}
	if p == nil {
		return nil, "", false
	}
	if i := p.expr.SubexpIndex(restOfStep); i > 0 {
		return c.inner(role, m[i], endings), p.Advice, true
	}
	for _, means := range p.Means {
		if offered := c.completed(p.fill(means, m), endings); role != RoleThen || !c.onlyActs(offered) {
			steps = append(steps, offered)
		}
	}
	return steps, p.Advice, true
}

// Answer returns a hint on what to write instead of a text that matches a phrase; empty if it matches none, or is what would be
// suggested. A step with a bad value may also be a phrase: `pod "web" is Gone`.
func (c *Catalogue) Answer(role Role, text string) string {
	steps, advice, ok := c.answer(role, text)
	if !ok || slices.Contains(steps, text) || len(steps) == 0 && advice == "" {
		return ""
	}
	return (&UndefinedError{Text: text, Suggestions: steps, Advice: advice}).Hint()
}

// phrase returns the first phrase that matches, with its captured groups; nil if none does.
func (c *Catalogue) phrase(role Role, text string) (*phrase, []string) {
	for i := range c.phrases {
		p := &c.phrases[i]
		if p.Role != RoleAny && role != RoleAny && p.Role != role {
			continue
		}
		if m := p.expr.FindStringSubmatch(text); m != nil {
			return p, m
		}
	}
	return nil, nil
}

// spelled fixes typos in words of phrases that are long enough to be recognized.
func (c *Catalogue) spelled(text string) string {
	const long = 4
	list := tokens(text)
	for i, t := range list {
		if len(t) < long || t[0] == '"' || slices.Contains(c.vocabulary, strings.ToLower(t)) {
			continue
		}
		for _, known := range c.vocabulary {
			if len(known) >= long && levenshtein.ComputeDistance(strings.ToLower(t), known) == 1 {
				list[i] = known
				break
			}
		}
	}
	return strings.Join(list, " ")
}

// inner returns the suggestions for a text inside a phrase.
func (c *Catalogue) inner(role Role, text, endings string) []string {
	if fits := c.completed(text, endings); c.Fits(fits) {
		return []string{fits}
	}
	steps, _ := c.suggest(role, text+endings)
	return steps
}

// completed appends the endings to the step, if it takes them.
func (c *Catalogue) completed(text, endings string) string {
	if c.Fits(text + endings) {
		return text + endings
	}
	return text
}

// Fits reports whether a definition matches the text of a step, whatever is below it. For a text that matches none it is faster
// than [Catalogue.Match], which searches for suggestions.
func (c *Catalogue) Fits(text string) bool { return c.definitionOf(text) != nil }

func (c *Catalogue) onlyActs(text string) bool {
	d := c.definitionOf(text)
	return d != nil && d.onlyActs()
}

func (c *Catalogue) definitionOf(text string) *definition {
	for _, d := range c.definitions {
		if d.expr.MatchString(text) {
			return d
		}
	}
	in, err := c.spokenIn(text)
	if err != nil || in == nil {
		return nil // the error is reported when a step is matched
	}
	for _, w := range in.wordings {
		if w.expr.MatchString(text) {
			return w.definition
		}
	}
	return nil
}

// fill inserts the captured groups into a suggestion.
func (p phrase) fill(means string, m []string) string {
	for i, name := range p.expr.SubexpNames() {
		if name != "" {
			means = strings.ReplaceAll(means, "{"+name+"}", strings.Trim(m[i], `"`))
		}
	}
	return means
}
