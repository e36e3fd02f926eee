package explain

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/say"
)

// alwaysPulled begins the hint for an image that need not have been pulled at all.
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

// nearImage begins the hint for an image that is on the node by another tag, or is named without one.
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

// onNode reports whether the pod's node says that it has the image.
func (p podCase) onNode(image string) bool {
	return slices.ContainsFunc(p.namesOnNode(), func(name string) bool { return FullImage(name) == FullImage(image) })
}

// tagsOnNode are the names, with their tags, that the node has of an image, whatever its tag; the last in order comes first.
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

// namesOnNode are all names of the images that the pod's node says it has.
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

// repositoryOf takes a name apart. What is named by its digest has no tag, and no other name.
func repositoryOf(image string) (repository, tag string) {
	if strings.Contains(image, "@") {
		return image, ""
	}
	if i := strings.LastIndex(image, ":"); i > strings.LastIndex(image, "/") {
		return image[:i], image[i+1:]
	}
	return image, ""
}

// FullImage writes out what the short name of an image leaves out.
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

// shortImage leaves out what FullImage writes out.
func shortImage(name string) string {
	return strings.TrimPrefix(strings.TrimPrefix(name, "docker.io/"), "library/")
}
