package step

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Role is what a step is there for. Its keyword says so; And and But have the role of the step before.
type Role string

// The roles. A step whose role is not known has [RoleAny].
const (
	RoleAny   Role = ""
	RoleGiven Role = "Given"
	RoleWhen  Role = "When"
	RoleThen  Role = "Then"
)

// Phrase is a way to say something that is not a step, and the answer to it. People who do not know the steps yet
// write so.
type Phrase struct {
	// Role is the role of the steps that the answer is for; RoleAny is all.
	Role Role
	// Says is a regular expression for the whole text, in which {word} is one of the words given to
	// [Catalogue.WithPhrases] and the spaces between words are single. It is compared without regard to case,
	// without articles, and with "should be", "must be", "becomes" written as "is".
	Says string
	// Means are the steps to offer, the best first. {word} is what stood there, without its quotes.
	Means []string
	// Advice is one sentence to say with them, or instead of them. May be empty.
	Advice string
}

// restOfStep is the word for a step inside a phrase: "wait until pod "web" is ready".
const restOfStep = "step"

// phrase is a Phrase that is ready for use.
type phrase struct {
	Phrase
	expr *regexp.Regexp
}

// WithPhrases gives a catalogue that has answers to phrases. Words are the regular expressions, without capture
// groups, of what may stand for {word}. {step} is any text that is answered as a step of its own.
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

// answer is what the first phrase that fits the text says about it.
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

// Answer is what to write instead of a text that fits a phrase, as a hint; empty when it fits none, or is the
// answer itself. A step with a bad value may be one: `pod "web" is Gone`.
func (c *Catalogue) Answer(role Role, text string) string {
	steps, advice, ok := c.answer(role, text)
	if !ok || slices.Contains(steps, text) || len(steps) == 0 && advice == "" {
		return ""
	}
	return (&UndefinedError{Text: text, Suggestions: steps, Advice: advice}).Hint()
}

// phrase is the first one that fits, with what its expression captured; nil when none does.
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

// spelled is the text with typos fixed in words of phrases that are long enough to tell.
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

// inner are the steps for a text inside a phrase.
func (c *Catalogue) inner(role Role, text, endings string) []string {
	if fits := c.completed(text, endings); c.Fits(fits) {
		return []string{fits}
	}
	steps, _ := c.suggest(role, text+endings)
	return steps
}

// completed is the step with the endings, when it takes them.
func (c *Catalogue) completed(text, endings string) string {
	if c.Fits(text + endings) {
		return text + endings
	}
	return text
}

// Fits says that a definition matches the text of a step, whatever stands below it. It costs less than a [Catalogue.Match] that
// finds none, which looks for suggestions.
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
		return nil // a language that cannot be read is said when a step is matched
	}
	for _, w := range in.wordings {
		if w.expr.MatchString(text) {
			return w.definition
		}
	}
	return nil
}

// fill puts what stood in the text into one of the steps to offer.
func (p phrase) fill(means string, m []string) string {
	for i, name := range p.expr.SubexpNames() {
		if name != "" {
			means = strings.ReplaceAll(means, "{"+name+"}", strings.Trim(m[i], `"`))
		}
	}
	return means
}
