package project

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/internal/setup"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// WriteText shows each setting with its value and origin, in a language.
func (p *Project) WriteText(l *say.Language, out io.Writer) error {
	rows, widths := [][]string{}, [2]int{}
	for _, s := range Table() {
		row := []string{s.Key, p.shown(l, s), l.Text(p.origins[s.Key].Text())}
		for i := range widths {
			widths[i] = max(widths[i], plaintext.Width(row[i]))
		}
		rows = append(rows, row)
	}
	text := l.Text(p.source()) + "\n\n"
	for _, row := range rows {
		for i, width := range widths {
			text += plaintext.Pad(row[i], width) + "  "
		}
		text += row[len(widths)] + "\n"
	}
	_, err := io.WriteString(out, text)
	return err
}

// source names the file of the settings.
func (p *Project) source() say.Text {
	switch {
	case p.File == nil:
		return say.Textf("no %s in this folder or above it", FileName)
	case p.Profile != "":
		return say.Textf("%s, profile %s", p.File.Path, p.Profile)
	case len(p.File.Profiles) > 0:
		return say.Textf("%s; profiles: %s", p.File.Path, strings.Join(p.File.Profiles, ", "))
	}
	return say.Literal(p.File.Path)
}

// shown formats a value for people; one that is not set is in brackets.
func (p *Project) shown(l *say.Language, s Setting) string {
	if !p.Given(s.Key) && s.Unset != "" {
		return l.Sayf("(%s)", l.Word(s.Unset))
	}
	if text := shown(s.value(p.Settings)); text != "" {
		return text
	}
	return l.Sayf("(%s)", say.Textf("none"))
}

func shown(value any) string {
	switch value := value.(type) {
	case []string:
		return strings.Join(value, ", ")
	case map[string]string:
		return strings.Join(pairs(value), ", ")
	case []setup.Entry:
		return shownSetup(value)
	case []cluster.Image:
		return strings.Join(namesOf(value), ", ")
	case time.Duration:
		return short(value)
	}
	return fmt.Sprint(value)
}

// short formats a duration without units that are 0: 30m, not 30m0s.
func short(d time.Duration) string {
	text := d.String()
	if rest, is := strings.CutSuffix(text, "m0s"); is {
		text = rest + "m"
	}
	if rest, is := strings.CutSuffix(text, "h0m"); is {
		text = rest + "h"
	}
	return text
}

// listed is a setting in the JSON output.
type listed struct {
	Name    string `json:"name"`
	Value   any    `json:"value"`
	From    string `json:"from"`
	At      string `json:"at,omitempty"`
	Profile string `json:"profile,omitempty"`
}

// WriteJSON is WriteText for programs.
func (p *Project) WriteJSON(out io.Writer) error {
	names := map[From]string{Default: "default", InFile: "file", InProfile: "profile", InEnvironment: "environment", ByFlag: "flag"}
	all := struct {
		File     string   `json:"file,omitempty"`
		Profile  string   `json:"profile,omitempty"`
		Settings []listed `json:"settings"`
	}{Profile: p.Profile}
	if p.File != nil {
		all.File = p.File.Path
	}
	for _, s := range Table() {
		from := p.origins[s.Key]
		value := s.value(p.Settings)
		if d, is := value.(time.Duration); is {
			value = short(d)
		}
		all.Settings = append(all.Settings, listed{s.Key, value, names[from.From], from.Where, from.Profile})
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(all)
}
