package nodeimage

import "context"

// Prospect is how [Ensure] would obtain the node image.
type Prospect struct {
	Source  Source // Published or Built
	Ref     string
	Why     string // "a registry answers"
	Present bool   // whether Docker already has it
}

// Foresee returns how Ensure would obtain the node image, and changes nothing. ask asks a registry for an image; its error must
// be like that of registry.Begin. Foresee returns the error that Ensure would return.
func Foresee(ctx context.Context, opts Options, ask func(ref string) error) (*Prospect, error) {
	source, err := ParseSource(string(opts.Source))
	if err != nil {
		return nil, err
	}
	minor, err := Supported(opts.Kubernetes)
	if err != nil {
		return nil, err
	}
	name, _ := publishedImage(minor)
	if opts.Ref != "" {
		name, source = opts.Ref, Published
	}
	theirs := theirs{name: name, mirror: opts.Mirror}
	own := findOwn(ctx, opts.Checkout, minor)
	p := &Prospect{}
	p.Source, p.Why, err = choose(source, facts{
		published: func() (there bool, err error) { p.Present, err = theirs.inDocker(ctx); return p.Present, err },
		built:     func() (there bool, err error) { p.Present, err = own.inDocker(ctx); return p.Present, err },
		registry:  func() error { return ask(theirs.ref) },
	})
	switch {
	case err != nil:
		return nil, err
	case p.Source == Published:
		p.Ref = theirs.ref
		return p, nil
	case own.err != nil:
		return nil, cannotBuild(p.Why, own.err)
	}
	p.Ref = own.ref
	if p.Present, err = own.inDocker(ctx); err == nil && !p.Present {
		err = mayBuild()
	}
	return p, err
}

// Present reports whether Docker has the published image, or the one that is built here.
func Present(ctx context.Context, opts Options) (bool, error) {
	minor, err := Supported(opts.Kubernetes)
	if err != nil {
		return false, err
	}
	theirs := theirs{name: opts.Ref, mirror: opts.Mirror}
	if opts.Ref == "" {
		theirs.name, _ = publishedImage(minor)
	}
	if there, err := theirs.inDocker(ctx); err != nil || there || opts.Ref != "" {
		return there, err
	}
	own := findOwn(ctx, opts.Checkout, minor)
	return own.inDocker(ctx)
}

// PublishedRef returns the name under which the node image of these options is published; "" if their version is not supported.
func PublishedRef(opts Options) string {
	name := opts.Ref
	if minor, err := Supported(opts.Kubernetes); name == "" && err == nil {
		name, _ = publishedImage(minor)
	}
	return opts.Mirror.Of(name)
}
