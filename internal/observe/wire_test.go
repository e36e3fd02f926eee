package observe

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

// Lines of the server, in JSON.

func line(event string, o object) []byte {
	text, err := json.Marshal(object{"type": event, "object": o})
	if err != nil {
		panic(err)
	}
	return append(text, '\n')
}

func bookmark(path string, revision int, end bool) object {
	meta := object{"resourceVersion": strconv.Itoa(revision)}
	if end {
		meta["annotations"] = object{"k8s.io/initial-events-end": "true"}
	}
	return object{"apiVersion": "v1", "kind": kindNames[path], "metadata": meta}
}

func status(code int, reason, message string) object {
	return object{"apiVersion": "v1", "kind": "Status", "status": "Failure", "code": code, "reason": reason, "message": message}
}

func refuse(w http.ResponseWriter, code int, reason, message string) {
	reply(w, code, status(code, reason, message))
}

func reply(w http.ResponseWriter, code int, body object) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		panic(fmt.Sprintf("encode an answer: %v", err))
	}
}
