package project

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"
)

// Register creates flags for settings, with their values in s; without keys, for all settings with flags.
func Register(flags *pflag.FlagSet, s *Settings, keys ...string) {
	for _, setting := range Table() {
		if setting.HasFlag() && (len(keys) == 0 || slices.Contains(keys, setting.Key)) {
			setting.register(flags, s)
		}
	}
}

func (s Setting) register(flags *pflag.FlagSet, in *Settings) {
	switch at := s.field(in).(type) {
	case *string:
		if s.Choices != nil && s.Word != "" {
			flags.VarP(&choice{s, at}, s.Name(), s.Short, s.Doc)
			return
		}
		flags.StringVarP(at, s.Name(), s.Short, *at, s.Doc)
	case *int:
		flags.IntVarP(at, s.Name(), s.Short, *at, s.Doc)
	case *bool:
		flags.BoolVarP(at, s.Name(), s.Short, *at, s.Doc)
	case *time.Duration:
		flags.DurationVarP(at, s.Name(), s.Short, *at, s.Doc)
	case *map[string]string:
		flags.VarP(&pairsFlag{s, at}, s.Name(), s.Short, s.Doc)
	case *[]string:
		if s.commas() {
			flags.StringSliceVarP(at, s.Name(), s.Short, *at, s.Doc)
			return
		}
		flags.StringArrayVarP(at, s.Name(), s.Short, *at, s.Doc)
	}
}

// commas reports whether a flag may have several comma-separated values. A path may contain a comma.
func (s Setting) commas() bool { return s.Path == nil }

// choice is a flag with a few allowed values, which an error lists.
type choice struct {
	setting Setting
	at      *string
}

func (c *choice) String() string {
	if c.at == nil {
		return ""
	}
	return *c.at
}

func (c *choice) Type() string { return c.setting.Word }

// Set accepts the choices.
func (c *choice) Set(text string) error {
	if !slices.Contains(c.setting.Choices, text) {
		return fmt.Errorf("%q is none of %s", text, strings.Join(c.setting.Choices, ", "))
	}
	*c.at = text
	return nil
}
