package project

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	yaml "gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/values"
)

// readMap reads a map of strings.
func readMap(n *yaml.Node) (any, error) {
	if n.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("that is %s, but must be NAME: VALUE, one per line", described(n))
	}
	found := map[string]string{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if value.Kind == yaml.AliasNode {
			value = value.Alias
		}
		if value.Kind != yaml.ScalarNode || value.Tag == "!!null" {
			return nil, fmt.Errorf("%s in line %d is %s, but must be one value", key.Value, key.Line, described(value))
		}
		if _, twice := found[key.Value]; twice {
			return nil, fmt.Errorf("%s in line %d is a duplicate", key.Value, key.Line)
		}
		found[key.Value] = value.Value
	}
	return found, nil
}

// parseMap parses NAME=VALUE.
func parseMap(pairs []string) (map[string]string, error) {
	found := map[string]string{}
	for _, pair := range pairs {
		name, value, is := strings.Cut(pair, "=")
		if !is {
			return nil, fmt.Errorf("write NAME=VALUE, not %q", pair)
		}
		found[name] = value
	}
	return found, nil
}

// badValues returns what is wrong with the values for scenarios.
func badValues(value any) error {
	given, _ := value.(map[string]string)
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if !values.IsName(name) {
			return fmt.Errorf("%q is not a valid name of a value: it starts with a letter, and contains only letters, digits, '-', '_' and '.' in it", name)
		}
		if strings.Contains(given[name], "\n") {
			return fmt.Errorf("%s has several lines, and a value has one", name)
		}
	}
	return nil
}

// pairs returns the values in the form of the command line.
func pairs(given map[string]string) []string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(given)) {
		all = append(all, name+"="+given[name])
	}
	return all
}

// pairsFlag is a flag that may be given several times, each with NAME=VALUE.
type pairsFlag struct {
	setting Setting
	at      *map[string]string
}

func (f *pairsFlag) String() string {
	if f.at == nil {
		return ""
	}
	return strings.Join(pairs(*f.at), ",")
}

func (f *pairsFlag) Type() string { return f.setting.Word }

// Set adds one value.
func (f *pairsFlag) Set(text string) error {
	one, err := parseMap([]string{text})
	if err == nil {
		err = f.setting.bad(one)
	}
	if err != nil {
		return err
	}
	if *f.at == nil {
		*f.at = map[string]string{}
	}
	maps.Copy(*f.at, one)
	return nil
}

// GetSlice, Append and Replace make it a flag with several values, see pflag.SliceValue.
func (f *pairsFlag) GetSlice() []string { return pairs(*f.at) }

// Append adds one value.
func (f *pairsFlag) Append(text string) error { return f.Set(text) }

// Replace replaces the values.
func (f *pairsFlag) Replace(texts []string) error {
	*f.at = nil
	var errs []error
	for _, text := range texts {
		errs = append(errs, f.Set(text))
	}
	return errors.Join(errs...)
}

// settleMap sets a setting that is a map: values of a weaker origin are kept if a stronger one has none of that name.
func (p *Project) settleMap(s Setting, profile layer, r Request) *Problem {
	at, _ := s.field(p.Settings).(*map[string]string)
	all := map[string]string{}
	var strongest Origin
	add := func(value any, from Origin) {
		given, _ := value.(map[string]string)
		maps.Copy(all, given)
		strongest = from
	}
	if p.File != nil {
		if own, is := p.File.own[s.Key]; is {
			add(own.value, Origin{From: InFile, Where: own.at})
		}
	}
	if own, is := profile[s.Key]; is {
		add(own.value, Origin{From: InProfile, Where: own.at, Profile: p.Profile})
	}
	if text := r.Getenv(s.Variable()); text != "" {
		value, err := parseMap(strings.Split(text, ","))
		if err == nil {
			err = s.bad(value)
		}
		if err != nil {
			return &Problem{s.Variable() + "=" + text, err.Error()}
		}
		add(value, Origin{From: InEnvironment, Where: s.Variable()})
	}
	if len(*at) > 0 {
		add(*at, Origin{From: ByFlag, Where: "--" + s.Name()})
	}
	if strongest.From != Default {
		*at = all
		p.origins[s.Key] = strongest
	}
	return nil
}
