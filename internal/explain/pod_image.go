package explain

import (
	"strings"

	"github.com/gherkind/gherkind/internal/say"
)

// PodImagePull is a code; its meaning is in podImagePullDoc.
const PodImagePull = "POD_IMAGE_PULL"

var podImagePullDoc = Code{
	Code:    PodImagePull,
	Meaning: "A container's image is not on the node and cannot be pulled: bad name, not found, no access, no such host, registry unreachable.",
	Example: `image "nginx:1.999" of container "web" does not exist in the registry`,
}

// podImagePull reports containers whose image is not on the node and cannot be pulled.
func podImagePull(p podCase) []finding {
	var out []finding
	for _, c := range p.containers {
		reason, message := c.waitingFor()
		if !pullReason(reason) {
			continue
		}
		message = pullMessage(message, p.eventsAbout(c))
		v := judgePull(reason, message, c.Image)
		out = append(out, finding{
			Code:     PodImagePull,
			Sentence: say.Textf("image %q of %s %s", quote(c.Image), c, v.says),
			Hint:     p.nearImage(c, p.alwaysPulled(c, v.hint)),
			Evidence: append([]string{p.describe(c)}, p.pullEvents(c)...),
		})
	}
	return out
}

// pullReason reports whether a waiting reason of the kubelet is about images.
func pullReason(reason string) bool {
	switch reason {
	case "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull",
		"ImageInspectError", "RegistryUnavailable", "SignatureValidationFailed":
		return true
	}
	return false
}

// pullMessage returns the message of the last actual attempt. During a back-off the status may contain only `Back-off pulling
// image "x"`; the event about the attempt has the rest.
func pullMessage(message string, events []event) string {
	if _, rest, ok := strings.Cut(message, ": "); ok && strings.HasPrefix(message, "Back-off pulling") {
		return rest
	}
	if message != "" && !strings.HasPrefix(message, "Back-off pulling") {
		return message
	}
	if failed := latest(events, attempt); failed != nil {
		return failed.message
	}
	return message
}

// attempt accepts events about an actual attempt to pull, not about the back-off.
func attempt(e event) bool {
	return e.reason == "Failed" && strings.HasPrefix(e.message, "Failed to pull image")
}

func (p podCase) pullEvents(c container) []string {
	if e := latest(p.eventsAbout(c), attempt); e != nil {
		return []string{e.line(p.Now)}
	}
	return p.eventLines(c, "ErrImageNeverPull", "InspectFailed", "BackOff")
}

// pullVerdict is how a pull failed.
type pullVerdict struct{ says, hint say.Text }

// judgePull classifies a failure by the messages of containerd, Docker and the Go network library. The image's own name is
// removed first: an image may be called "denied/lookup".
func judgePull(reason, message, image string) pullVerdict {
	text := strings.ToLower(message)
	for _, own := range imageNames(image) {
		text = strings.ReplaceAll(text, own, "")
	}
	switch reason {
	case "InvalidImageName":
		return pullVerdict{say.Textf("is not a valid image name: %s", lastPart(message)),
			say.Textf("write it as [registry/]name[:tag] in lower case")}
	case "ErrImageNeverPull":
		return pullVerdict{say.Textf("is not on the node, and imagePullPolicy Never forbids to pull it"),
			say.Textf("load the image into every node, or change imagePullPolicy")}
	case "SignatureValidationFailed":
		return pullVerdict{say.Textf("is refused for its signature: %s", lastPart(message)), say.Textf("sign the image, or change the node's signature policy")}
	}
	for _, rule := range pullRules(hostIn(message)) {
		for _, word := range rule.words {
			if strings.Contains(text, word) {
				return pullVerdict{rule.says, rule.hint}
			}
		}
	}
	return pullVerdict{say.Textf("cannot be pulled: %s", lastPart(message)), say.Textf("look at the message of the kubelet above")}
}

// imageNames returns the forms of an image's name that occur in messages, longest first, in lower case.
func imageNames(image string) []string {
	image = strings.ToLower(image)
	repository := image
	if i := strings.LastIndex(image, ":"); i > strings.LastIndex(image, "/") {
		repository = image[:i]
	}
	repository, _, _ = strings.Cut(repository, "@")
	if repository == "" {
		return nil
	}
	path := repository
	if host, rest, ok := strings.Cut(repository, "/"); ok && strings.ContainsAny(host, ".:") {
		path = rest
	}
	return []string{image, repository, path}
}

// lastPart returns the end of a chain of wrapped errors, which has the reason.
func lastPart(message string) string {
	if _, desc, ok := strings.Cut(message, " desc = "); ok { // of a gRPC status
		message = desc
	}
	parts := strings.Split(message, ": ")
	return quote(strings.Join(parts[max(0, len(parts)-2):], ": "))
}
