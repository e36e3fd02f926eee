package project

import (
	"maps"
	"strings"

	"github.com/spf13/pflag"

	"github.com/gherkind/gherkind/internal/say"
)

// From is the origin of a setting's value, from the weakest to the strongest.
type From int

// The origins of values.
const (
	Default From = iota
	InFile
	InProfile
	InEnvironment
	ByFlag
)

// Origin is where a value came from.
type Origin struct {
	From From
	// Where is FILE:LINE:COLUMN, or the name of the variable or flag.
	Where string
	// Profile is the name of the profile; "" if it is not one.
	Profile string
}

func (o Origin) String() string { return o.Text().String() }

// Text is String, translatable.
func (o Origin) Text() say.Text {
	switch o.From {
	case Default:
		return say.Textf("default")
	case InProfile:
		return say.Textf("%s, profile %s", o.Where, o.Profile)
	case InFile, InEnvironment, ByFlag:
	}
	return say.Literal(o.Where)
}

// Project is the result for a command: its settings, and where each came from.
type Project struct {
	*Settings
	// File is the project file; nil if there is none.
	File *File
	// Profile is the requested profile; "" for none.
	Profile string

	origins map[string]Origin
}

// Request says how to find the settings.
type Request struct {
	// Dir is the folder from which the project file is searched upwards, relative to the working folder.
	Dir string
	// Profile overrides GHERKIND_PROFILE; "" means not given.
	Profile string
	// Getenv returns environment variables; nil means that there are none.
	Getenv func(string) string
	// Flags are those of a command, created by Register; nil means none. Settings are their values; nil means the defaults. If
	// Flags is set, only settings with flags of the command, and features, are filled in.
	Flags    *pflag.FlagSet
	Settings *Settings
	// All says that the command has all settings, because it runs scenarios.
	All bool
}

// ProfileVariable names a profile in the environment.
const ProfileVariable = "GHERKIND_PROFILE"

// Resolve finds the project file and gives each setting the value of its strongest origin. If the file, a variable or a value
// is wrong, the error is an [Error].
func Resolve(r Request) (*Project, error) {
	if r.Getenv == nil {
		r.Getenv = func(string) string { return "" }
	}
	p := &Project{Settings: r.Settings, Profile: r.Profile, origins: map[string]Origin{}}
	if p.Settings == nil {
		p.Settings = Defaults()
	}
	path, err := Nearest(r.Dir)
	if err != nil {
		return nil, err
	}
	if path != "" {
		if p.File, err = Read(path); err != nil {
			return nil, err
		}
	}
	profile, err := p.profile(r.Getenv)
	if err != nil {
		return nil, err
	}
	var problems Error
	for _, s := range Table() {
		if !r.wants(s) {
			continue
		}
		if problem := p.settle(s, profile, r); problem != nil {
			problems = append(problems, *problem)
		}
	}
	p.setAside()
	return p, problems.orNil()
}

// insteadOf says which settings contradict another one: if that comes from a stronger origin, it replaces them.
var insteadOf = map[string][]string{
	"kubeconfig": {"kubernetes", "node-image", "topology", "ask-from"},
	"context":    {"kubernetes", "node-image", "topology", "ask-from"},
	"kubernetes": {"kubeconfig", "context", "node-image"},
	"node-image": {"kubeconfig", "context", "kubernetes"},
	"topology":   {"kubeconfig", "context"},
	"repeat":     {"retry"},
	"retry":      {"repeat"},
	"name":       {"kubeconfig", "context"},
}

// setAside resets the settings that are replaced by a setting from a stronger origin.
func (p *Project) setAside() {
	origins := maps.Clone(p.origins)
	for key, stronger := range origins {
		for _, other := range insteadOf[key] {
			if weaker := origins[other]; weaker.From != Default && weaker.From < stronger.From {
				s, _ := Find(other)
				s.set(p.Settings, s.value(Defaults()))
				delete(p.origins, other)
			}
		}
	}
}

// wants reports whether the command has the setting.
func (r Request) wants(s Setting) bool {
	switch {
	case r.All, r.Flags == nil, !s.HasFlag():
		return true
	case s.RunOnly:
		return false
	}
	return r.Flags.Lookup(s.Name()) != nil || s.Key == "manifests" || s.Key == "values" || s.Key == "kubernetes"
}

// profile returns the requested profile.
func (p *Project) profile(getenv func(string) string) (layer, error) {
	from := "--profile " + p.Profile
	if p.Profile == "" {
		p.Profile = getenv(ProfileVariable)
		from = ProfileVariable + "=" + p.Profile
	}
	switch {
	case p.Profile == "":
		return layer{}, nil
	case p.File == nil:
		return nil, Error{{from, "there is no " + FileName + " in this folder or above it, so there is no profile"}}
	}
	found, is := p.File.profiles[p.Profile]
	if !is {
		return nil, Error{{from, p.File.noProfile(p.Profile)}}
	}
	return found, nil
}

// settle sets the value of one setting.
func (p *Project) settle(s Setting, profile layer, r Request) *Problem {
	keep := func(value any, from Origin) *Problem {
		if err := s.bad(value); err != nil {
			return &Problem{strings.TrimSpace(from.Where + " " + shown(value)), err.Error()}
		}
		s.set(p.Settings, value)
		p.origins[s.Key] = from
		return nil
	}
	if _, is := s.field(p.Settings).(*map[string]string); is {
		return p.settleMap(s, profile, r)
	}
	if r.Flags != nil && s.HasFlag() {
		if f := r.Flags.Lookup(s.Name()); f != nil && f.Changed {
			return keep(s.value(p.Settings), Origin{From: ByFlag, Where: "--" + s.Name()})
		}
	}
	if text := r.Getenv(s.Variable()); text != "" {
		value, err := s.parse(text)
		if err != nil {
			return &Problem{s.Variable() + "=" + text, err.Error()}
		}
		return keep(value, Origin{From: InEnvironment, Where: s.Variable()})
	}
	if given, is := profile[s.Key]; is {
		return keep(given.value, Origin{From: InProfile, Where: given.at, Profile: p.Profile})
	}
	if p.File != nil {
		if given, is := p.File.own[s.Key]; is {
			return keep(given.value, Origin{From: InFile, Where: given.at})
		}
	}
	return nil
}

// Origin returns where the value of a setting came from.
func (p *Project) Origin(key string) Origin { return p.origins[key] }

// Given reports whether the value of a setting was given, and is not the default.
func (p *Project) Given(key string) bool { return p.origins[key].From != Default }
