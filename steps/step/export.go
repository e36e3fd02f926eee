package step

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// jsonStep is a step in the JSON listing.
type jsonStep struct {
	Name         string      `json:"name"`
	Group        string      `json:"group"`
	Pattern      string      `json:"pattern"`
	Usage        string      `json:"usage"`
	Ways         []string    `json:"ways"`
	Doc          string      `json:"doc"`
	Example      string      `json:"example"`
	Acts         bool        `json:"acts"`
	Placeholders []string    `json:"placeholders"`
	Below        HasArgument `json:"below,omitempty"`
}

// jsonType is a placeholder in the JSON listing.
type jsonType struct {
	Name    string `json:"name"`
	Doc     string `json:"doc"`
	Example string `json:"example"`
	Pattern string `json:"pattern"`
}

// WriteJSON lists the definitions that contain the words, and their placeholders.
func WriteJSON(w io.Writer, c *Catalogue, words ...string) error {
	groups, err := c.matching(words)
	if err != nil {
		return err
	}
	listing := struct {
		Steps        []jsonStep `json:"steps"`
		Placeholders []jsonType `json:"placeholders"`
	}{[]jsonStep{}, []jsonType{}}
	for _, g := range groups {
		for _, d := range g.Defs {
			about := c.Describe(d.Name)
			listing.Steps = append(listing.Steps, jsonStep{
				d.Name, g.Name, d.Pattern, about.Usage, about.Ways, d.Doc, strings.TrimSpace(d.Example), d.Acts, about.Placeholders, about.Below,
			})
		}
	}
	for _, t := range c.used(groups) {
		listing.Placeholders = append(listing.Placeholders, jsonType{t.Name, t.Doc, t.Example, t.Pattern})
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(listing)
}

// matching returns the groups that contain the words.
func (c *Catalogue) matching(words []string) ([]Group, error) {
	groups := c.Search(words...)
	if len(groups) == 0 {
		return nil, &NoStepError{Words: strings.Join(words, " ")}
	}
	return groups, nil
}

const cucumberHead = `// The steps of gherkind, for editors: gherkind steps --format cucumber. Nothing here is run.
const { Given, When, Then, defineParameterType } = require('@cucumber/cucumber')

`

// WriteCucumber writes the definitions that contain the words as Cucumber expressions in JavaScript, for editors. Each ending
// that a step takes becomes a separate definition.
func WriteCucumber(w io.Writer, c *Catalogue, words ...string) error {
	groups, err := c.matching(words)
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString(cucumberHead)
	for _, t := range c.used(groups) {
		pattern := strings.ReplaceAll(t.Pattern, "/", `\/`)
		fmt.Fprintf(&b, "defineParameterType({ name: '%s', regexp: /%s/, transformer: (s) => s })\n", t.Name, pattern)
	}
	for _, g := range groups {
		fmt.Fprintf(&b, "\n// %s\n", g.Title)
		for _, d := range g.Defs {
			keyword := "Then"
			if d.Acts {
				keyword = "When"
			}
			fmt.Fprintf(&b, "\n// %s\n", oneLine(d.Doc))
			for _, way := range c.Describe(d.Name).Ways {
				fmt.Fprintf(&b, "%s('%s', () => {})\n", keyword, strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(way))
			}
		}
	}
	_, err = io.WriteString(w, b.String())
	return err
}
