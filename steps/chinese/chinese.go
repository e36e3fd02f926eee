package chinese

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"

	"gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/steps/step"
)

// Code is the value of "# language:" in a feature, and Script the Unicode script of the language.
const (
	Code   = "zh-CN"
	Script = "Han"
)

//go:embed zh-CN
var files embed.FS

// Language reads the steps in Chinese.
func Language() (*step.Language, error) {
	names, err := fs.Glob(files, Code+"/*.yaml")
	if err != nil {
		return nil, err
	}
	all := step.Language{Groups: map[string]step.GroupWords{}}
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		groups := all.Groups
		all.Groups = nil
		decoder := yaml.NewDecoder(bytes.NewReader(data))
		decoder.KnownFields(true)
		if err := decoder.Decode(&all); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for group, words := range all.Groups {
			if _, twice := groups[group]; twice {
				return nil, fmt.Errorf("%s: group %q is in another file, too", name, group)
			}
			groups[group] = words
		}
		all.Groups = groups
	}
	return &all, nil
}
