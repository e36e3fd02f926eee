package project

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/setup"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// Setting is a row of the table.
type Setting struct {
	// Key is its name in gherkind.yaml.
	Key string
	// Flag is its name on the command line; "" means Key, and "-" means no flag.
	Flag string
	// Short is its one-letter flag; "" for none.
	Short string
	// Doc says what it does. It begins with a small letter, like help texts of flags.
	Doc string
	// Unset says what applies if it is not set, where that is not a value.
	Unset string
	// Choices are the allowed values; nil means any.
	Choices []string
	// Word represents the value in the help of the flag; "" means the name of its type.
	Word string
	// Example is a value as written in YAML.
	Example string
	// Section is its heading in the documentation.
	Section string
	// Path reports which part of a value is a path; nil if values are not paths.
	Path func(value string) (before, path string, is bool)
	// RunOnly says that only run has it, although other commands may have a flag of the same name.
	RunOnly bool

	field func(*Settings) any   // where it is stored: *string, *int, *bool, *time.Duration, *[]string, *map[string]string, *[]cluster.Image or *[]setup.Entry
	check func(value any) error // returns what is wrong with a value of the right type; nil if nothing can be
}

// Name returns its name on the command line.
func (s Setting) Name() string {
	if s.Flag != "" {
		return s.Flag
	}
	return s.Key
}

// HasFlag reports whether the command line has it.
func (s Setting) HasFlag() bool { return s.Flag != "-" }

// Variable returns the name of its environment variable.
func (s Setting) Variable() string {
	return "GHERKIND_" + strings.ToUpper(strings.ReplaceAll(s.Key, "-", "_"))
}

// Type describes its values in a word or two.
func (s Setting) Type() string {
	switch s.field(Defaults()).(type) {
	case *int:
		return "whole number"
	case *bool:
		return "true or false"
	case *time.Duration:
		return "time"
	case *[]string:
		return "list"
	case *[]setup.Entry:
		return "list"
	case *map[string]string, *[]cluster.Image:
		return "map"
	}
	if s.Choices != nil {
		return strings.Join(s.Choices, ", ")
	}
	return "text"
}

// bad returns what is wrong with a value of the right type.
func (s Setting) bad(value any) error {
	if text, is := value.(string); is && s.Choices != nil && !slices.Contains(s.Choices, text) {
		last := len(s.Choices) - 1
		return fmt.Errorf("it is %s or %s", strings.Join(s.Choices[:last], ", "), s.Choices[last])
	}
	if s.check != nil {
		return s.check(value)
	}
	return nil
}

// value returns its value.
func (s Setting) value(in *Settings) any {
	switch at := s.field(in).(type) {
	case *string:
		return *at
	case *int:
		return *at
	case *bool:
		return *at
	case *time.Duration:
		return *at
	case *[]string:
		return *at
	case *map[string]string:
		return *at
	case *[]cluster.Image:
		return *at
	case *[]setup.Entry:
		return *at
	}
	return nil
}

// set sets a value, which has the type of the setting.
func (s Setting) set(in *Settings, value any) {
	switch at := s.field(in).(type) {
	case *string:
		*at, _ = value.(string)
	case *int:
		*at, _ = value.(int)
	case *bool:
		*at, _ = value.(bool)
	case *time.Duration:
		*at, _ = value.(time.Duration)
	case *[]string:
		*at, _ = value.([]string)
	case *map[string]string:
		*at, _ = value.(map[string]string)
	case *[]cluster.Image:
		*at, _ = value.([]cluster.Image)
	case *[]setup.Entry:
		*at, _ = value.([]setup.Entry)
	}
}

func atLeast(least int, what string) func(any) error {
	return func(value any) error {
		if n, is := value.(int); is && n < least {
			return errors.New(what)
		}
		return nil
	}
}

func longerThanNothing(value any) error {
	if d, is := value.(time.Duration); is && d <= 0 {
		return errors.New("it must be longer than 0")
	}
	return nil
}
