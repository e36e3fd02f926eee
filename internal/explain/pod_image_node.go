package explain

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/say"
)

// alwaysPulled prefixes the hint for an image that did not have to be pulled at all.
func (p podCase) alwaysPulled(c container, hint say.Text) say.Text {
	if c.ImagePullPolicy != corev1.PullAlways {
		return hint
	}
	if p.onNode(c.Image) {
		return say.Textf("%s has the image, and imagePullPolicy Always (the default without a tag and for :latest) does not use it: "+
			"write IfNotPresent; or %s", p.nodeName(), hint)
	}
	return say.Textf("imagePullPolicy is Always, so that the image is not taken from the node, even if it is there: IfNotPresent does that; or %s", hint)
}

// nearImage prefixes the hint for an image that the node has with another tag, or that is named without one.
func (p podCase) nearImage(c container, hint say.Text) say.Text {
	tagged := slices.DeleteFunc(p.tagsOnNode(c.Image), func(name string) bool { return FullImage(name) == FullImage(c.Image) })
	_, tag := repositoryOf(c.Image)
	switch {
	case p.onNode(c.Image):
	case len(tagged) > 0:
		hint = say.Textf("%s has %q: write this tag, with imagePullPolicy IfNotPresent; or %s", p.nodeName(), quote(tagged[0]), hint)
	case tag == "":
		hint = say.Textf("write the tag that is meant; or %s", hint)
	}
	if tag == "" {
		return say.Textf("%q without a tag means %q; %s", quote(c.Image), quote(c.Image)+":latest", hint)
	}
	return hint
}

// onNode reports whether the pod's node lists the image.
func (p podCase) onNode(image string) bool {
	return slices.ContainsFunc(p.namesOnNode(), func(name string) bool { return FullImage(name) == FullImage(image) })
}

// tagsOnNode returns the names, with their tags, under which the node has an image, whatever its tag, in descending order.
func (p podCase) tagsOnNode(image string) []string {
	want, _ := repositoryOf(FullImage(image))
	var found []string
	for _, name := range p.namesOnNode() {
		if repository, tag := repositoryOf(FullImage(name)); tag != "" && repository == want {
			found = append(found, shortImage(name))
		}
	}
	slices.SortFunc(found, func(a, b string) int { return strings.Compare(b, a) })
	return slices.Compact(found)
}

// namesOnNode returns all names of the images that the pod's node lists.
func (p podCase) namesOnNode() (names []string) {
	o := p.get(kindNode, "", p.pod.Spec.NodeName)
	if o == nil {
		return nil
	}
	node, err := read[corev1.Node](o)
	if err != nil {
		return nil
	}
	for _, image := range node.Status.Images {
		names = append(names, image.Names...)
	}
	return names
}

// repositoryOf splits a name. An image named by digest has no tag and no other name.
func repositoryOf(image string) (repository, tag string) {
	if strings.Contains(image, "@") {
		return image, ""
	}
	if i := strings.LastIndex(image, ":"); i > strings.LastIndex(image, "/") {
		return image[:i], image[i+1:]
	}
	return image, ""
}

// FullImage expands the short name of an image.
func FullImage(name string) string {
	if !strings.Contains(name[strings.LastIndex(name, "/")+1:], ":") && !strings.Contains(name, "@") {
		name += ":latest"
	}
	host, _, ok := strings.Cut(name, "/")
	switch {
	case !ok:
		return "docker.io/library/" + name
	case !strings.ContainsAny(host, ".:") && host != "localhost":
		return "docker.io/" + name
	}
	return name
}

// shortImage removes what FullImage adds.
func shortImage(name string) string {
	return strings.TrimPrefix(strings.TrimPrefix(name, "docker.io/"), "library/")
}
