//! Pages and forms: parse the request, call one act, render.
