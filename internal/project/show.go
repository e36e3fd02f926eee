package project

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/gherkind/gherkind/internal/setup"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// WriteText shows each setting with its value and origin.
func (p *Project) WriteText(out io.Writer) error {
	switch {
	case p.File == nil:
		fmt.Fprintf(out, "no %s in this folder or above it\n\n", FileName)
	case p.Profile != "":
		fmt.Fprintf(out, "%s, profile %s\n\n", p.File.Path, p.Profile)
	case len(p.File.Profiles) > 0:
		fmt.Fprintf(out, "%s; profiles: %s\n\n", p.File.Path, strings.Join(p.File.Profiles, ", "))
	default:
		fmt.Fprintf(out, "%s\n\n", p.File.Path)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, s := range Table() {
		fmt.Fprintf(w, "%s\t%s\t%s\n", s.Key, p.shown(s), p.origins[s.Key])
	}
	return w.Flush()
}

// shown formats a value for people; one that is not set is in brackets.
func (p *Project) shown(s Setting) string {
	if !p.Given(s.Key) && s.Unset != "" {
		return "(" + s.Unset + ")"
	}
	if text := shown(s.value(p.Settings)); text != "" {
		return text
	}
	return "(none)"
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
